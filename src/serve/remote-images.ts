/**
 * Images from other hosts, fetched so that no request can make this server speak to what lies behind its own walls: the
 * address is looked up once, judged, and the connection goes to that very address; each redirect is judged anew.
 */
import { lookup as systemLookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { isPublic } from "./addresses.ts";
import { ApiError, badRequest } from "./errors.ts";
import { tooLarge } from "./images.ts";

export interface RemoteImageOptions {
  readonly maxBytes: number;
  /** For the whole of an image, redirects included. */
  readonly timeoutMs: number;
  readonly maxRedirects: number;
  /** Default https only. */
  readonly schemes: readonly ("http" | "https")[];
  /** Default 80 and 443. */
  readonly ports: readonly number[];
  /** Hosts that images may come from (`example.org`, or `*.example.org` for those below it); undefined: any public one. */
  readonly hosts?: readonly string[];
  /** All addresses of a name. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Which addresses may be spoken to. */
  readonly allows: (address: string) => boolean;
  /** Authorities beside the system's, for hosts with certificates of one's own. */
  readonly ca?: string;
}

const defaults: Omit<RemoteImageOptions, "maxBytes"> = {
  timeoutMs: 10_000,
  maxRedirects: 3,
  schemes: ["https"],
  ports: [80, 443],
  resolve: async (name) => (await systemLookup(name, { all: true })).map(({ address }) => address),
  allows: isPublic,
};

/** What fetches an image. It throws an ApiError: 400 for what is refused, 413 for too much, 502 and 504 for the other host. */
export function remoteImages(options: Partial<RemoteImageOptions> & Pick<RemoteImageOptions, "maxBytes">) {
  const settings = { ...defaults, ...options };
  return async (url: URL, param: string, signal?: AbortSignal): Promise<Uint8Array> => {
    const timeout = AbortSignal.timeout(settings.timeoutMs);
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      return await follow(url, settings, param, either);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (timeout.aborted) {
        throw new ApiError(504, `the image did not arrive within ${settings.timeoutMs / 1000} s`, {
          ...{ code: "image_timeout", param, cause: error },
        });
      }
      throw new ApiError(502, `the image could not be fetched (${reason(error)})`, {
        ...{ code: "image_unreachable", param, cause: error },
      });
    }
  };
}

async function follow(
  from: URL,
  settings: RemoteImageOptions,
  param: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let url = from;
  for (let redirects = 0; ; redirects++) {
    const response = await get(url, await judge(url, settings, param, signal), settings, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      response.destroy();
      if (redirects >= settings.maxRedirects) {
        throw refused(`the image's address redirects more than ${settings.maxRedirects} times`, param);
      }
      url = new URL(location, url);
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new ApiError(502, `the image's host answered with status ${status}`, { code: "image_unreachable", param });
    }
    const type = response.headers["content-type"] ?? "";
    if (!/^(image\/|application\/octet-stream)/i.test(type)) {
      response.destroy();
      throw badRequest(`the image's address leads to "${type.slice(0, 60)}", not to an image`, param, "invalid_image");
    }
    return body(response, settings, param);
  }
}

/** The address to connect to. Throws an ApiError for a URL that is not allowed. */
async function judge(url: URL, settings: RemoteImageOptions, param: string, signal: AbortSignal): Promise<string> {
  const scheme = url.protocol.slice(0, -1);
  if (!settings.schemes.some((allowed) => allowed === scheme)) {
    throw refused(`images may come by ${settings.schemes.join(" and ")}, not by ${scheme}`, param);
  }
  const port = Number(url.port || (scheme === "https" ? 443 : 80));
  if (!settings.ports.includes(port)) throw refused(`images may not come from port ${port}`, param);
  if (url.username !== "" || url.password !== "") throw refused("an image's address must not hold a password", param);
  const name = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (settings.hosts !== undefined && !settings.hosts.some((host) => matches(name, host.toLowerCase()))) {
    throw refused(`images may not come from ${name}`, param);
  }
  const addresses = isIP(name) === 0 ? await unless(signal, settings.resolve(name)) : [name];
  if (addresses.length === 0) throw new Error(`${name} has no address`);
  // One bad address is enough: which of them would be connected to is not for the name's owner to choose.
  if (!addresses.every(settings.allows)) {
    throw refused("images may come from public addresses only, and this one is not", param);
  }
  return addresses[0]!;
}

/** Begins a request whose connection goes to `address`, whatever the name means by now. */
function get(url: URL, address: string, settings: RemoteImageOptions, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? httpsRequest : httpRequest;
    const family = isIP(address);
    request(url, {
      signal,
      agent: false,
      headers: { Accept: "image/*", "User-Agent": "periscope", "Accept-Encoding": "identity" },
      ...(settings.ca !== undefined && { ca: settings.ca }),
      lookup: (_name, { all }, found) => {
        if (all) found(null, [{ address, family }]);
        else found(null, address, family);
      },
    })
      .on("response", resolve)
      .on("error", reject)
      .end();
  });
}

async function body(response: IncomingMessage, { maxBytes }: RemoteImageOptions, param: string): Promise<Uint8Array> {
  const announced = Number(response.headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    if (announced > maxBytes) throw tooLarge(`the image has ${announced} bytes`, maxBytes, param);
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge("the image is too large", maxBytes, param);
      chunks.push(chunk);
    }
  } finally {
    response.destroy();
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function matches(name: string, pattern: string): boolean {
  return pattern.startsWith("*.") ? name.endsWith(pattern.slice(1)) : name === pattern;
}

function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

function refused(message: string, param: string): ApiError {
  return badRequest(message, param, "image_url_refused");
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
