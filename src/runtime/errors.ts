/** The error whose message is meant for a person: one sentence, shown without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** The model itself is at fault, whatever it was asked: its weights are damaged or overflow, or its tokenizer cannot be used. */
export class ModelError extends UserError {}

/** This installation lacks something, whatever was asked of it. */
export class SetupError extends UserError {}
