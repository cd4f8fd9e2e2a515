/** What the server writes about its work, a line of JSON each. Prompts, answers and images are left out unless asked for. */

export interface RequestLine {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

export interface ServerLog {
  request(line: RequestLine): void;
  /** Something that is this program's fault. */
  failure(id: string, error: unknown): void;
  note(text: string): void;
  /** What was asked and answered; writes nothing unless the log was made to. */
  content(id: string, what: object): void;
}

export interface LogOptions {
  readonly requests: boolean;
  readonly contents: boolean;
  readonly write: (line: string) => void;
}

export function createLog({ requests, contents, write }: LogOptions): ServerLog {
  const line = (fields: object) => write(JSON.stringify({ time: new Date().toISOString(), ...fields }));
  return {
    request({ ms, ...fields }) {
      if (requests) line({ ...fields, ms: Math.round(ms) });
    },
    failure(id, error) {
      line({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
    note: (text) => line({ note: text }),
    content(id, what) {
      if (contents) line({ id, ...what });
    },
  };
}

/** Writes nothing. */
export const silentLog: ServerLog = { request() {}, failure() {}, note() {}, content() {} };
