/** Which network addresses a server may speak to when a stranger names them: those of the public internet only. */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Whether an address belongs to the public internet. Loopback, private, link-local (with the metadata services of
 * clouds), carrier, multicast, reserved and documentation ranges do not, nor do IPv6 forms of such IPv4 addresses.
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return false;
  // `process` also takes IPv4 out of its IPv6 form (::ffff:127.0.0.1).
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  if (!(parsed instanceof ipaddr.IPv6)) return true;
  // ::127.0.0.1, a form that is no longer used and that some systems still route
  return !parsed
    .toByteArray()
    .slice(0, 12)
    .every((byte) => byte === 0);
}

export function isLoopback(host: string): boolean {
  if (host === "localhost") return true;
  return isIP(host) !== 0 && ipaddr.process(host).range() === "loopback";
}
