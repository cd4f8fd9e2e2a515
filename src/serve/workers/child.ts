/** The worker's end of the line: orders in, reports out, and an end together with the server. */
import { ReadingsError } from "../../chat/json/automaton.ts";
import { ModelError, SetupError, UserError } from "../../runtime/errors.ts";
import type { AnswerForm } from "./protocol.ts";

export interface Line<Order, Report> {
  send(report: Report): void;
  onOrder(handle: (order: Order) => void): void;
}

/** The line of this process to the server that forked it. */
export function lineToServer<Order, Report>(): Line<Order, Report> {
  if (process.send === undefined) throw new Error("this is a worker of `periscope serve`; it is not started by itself");
  process.on("disconnect", () => process.exit());
  // Ctrl-C at a terminal reaches the whole group; when to end is the server's business.
  process.on("SIGINT", () => {});
  return {
    send: (report) => void process.send!(report, undefined, undefined, () => {}),
    onOrder: (handle) => void process.on("message", (order) => handle(order as Order)),
  };
}

/**
 * The report of what went wrong with one order: what a user can mend is said, with its name and the field of the request;
 * so is what this installation lacks; other mistakes are this program's or the model's.
 */
export function failure(
  id: number,
  error: unknown,
  mendable: { readonly code?: string; readonly param?: string } = {},
) {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SetupError) return { type: "failed", id, status: 501, message, code: "not_installed" } as const;
  const ours = !(error instanceof UserError) || error instanceof ModelError;
  if (ours) return { type: "failed", id, status: 500, message, code: "internal_error" } as const;
  return { type: "failed", id, status: 400, message, ...mendable } as const;
}

/** The field that an answer under way has failed at: the schema, where a text cannot be followed along it; else none is named. */
export function laterField(error: unknown, form: AnswerForm | undefined) {
  if (form?.kind !== "schema" || !(error instanceof ReadingsError)) return undefined;
  return { code: "unsupported_schema", param: "response_format.json_schema.schema" };
}
