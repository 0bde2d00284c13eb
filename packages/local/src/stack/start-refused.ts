/** Ends the start with one line for the person at the terminal: what happened and what to do. */
export class StartRefused extends Error {
  override name = "StartRefused";
}
