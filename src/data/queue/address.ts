/** Addresses of PostgreSQL as people give them, and as they may be shown: a password in one is nobody's to read. */
import { UserError } from "../../runtime/errors.ts";

/** Scheme, host and the rest. A second `@` means that a password holds a `/`, a `?` or a `#`, and its beginning passes for a host. */
const ordinary = /^[a-z][\w+.-]*:\/\/[^/?#]*(?:[/?#][^@]*)?$/i;

/** Throws a `UserError` that says what was expected of `what`, and shows no password. */
export function checkAddress(url: string, what: string): void {
  const expected = "expected an address like postgres://user@host:5432/database";
  if (!URL.canParse(url) || !ordinary.test(url)) {
    throw new UserError(
      `${what} is no address: ${expected}, with %2F for a / in a password, %3A for a :, %40 for an @`,
    );
  }
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw new UserError(`${what} is "${shownAddress(url)}", ${expected}`);
}

/** An address without its password, and without its parameters, which may hold one. */
export function shownAddress(url: string): string {
  const { protocol, username, password, host, pathname } = new URL(url);
  const user = password === "" ? username : `${username}:...`;
  return `${protocol}//${user === "" ? "" : `${user}@`}${host}${pathname}`;
}
