/** The library `periscope-vl`: load a model, talk to it. The other rooms have entries of their own. */
export * from "./chat/index.ts";
export { UserError } from "./runtime/errors.ts";
export type { Device } from "./runtime/runtime.ts";
export type { ImagePart, Message, Part, Role, TextPart } from "./text/conversation.ts";
