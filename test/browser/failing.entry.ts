/** An entry that fails, to show what the harness reports. */
export default async function run(): Promise<never> {
  console.error("written to the console");
  throw new Error("thrown in the page");
}
