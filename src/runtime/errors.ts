/** The error whose message is meant for a person: one sentence, shown without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
