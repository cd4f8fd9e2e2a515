/** One run at a time in a folder. */
import { join } from "node:path";
import { claimFile } from "../checkpoint/claim.ts";
import { UserError } from "../runtime/errors.ts";

/** Claims a folder until the function that it gives is called. Throws a `UserError` where another run is under way there. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, "run.lock");
  const claim = await claimFile(path);
  if ("release" in claim) return claim.release;
  throw new UserError(`${folder} is in use by a run of ${claim.holder}; if that is gone for good, remove ${path}`);
}
