/** Progress of the start: one line a step, with its time; a step that lasts shows what it is doing. */

const out = process.stderr;
const quietMs = 1000;

/** Runs one step. `note` tells what it is at, such as `120,000 of 200,000 events`. */
export async function step<T>(label: string, work: (note: (text: string) => void) => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  let detail = "";
  const show = () => {
    const line = `  … ${label}${detail && `: ${detail}`}`;
    if (out.isTTY) out.write(`\r\x1b[2K${line}`);
    else out.write(`${line}\n`);
  };
  // Without a terminal each note would be a line of its own, so only the start of a slow step is told there.
  const timer = setTimeout(show, quietMs);
  const note = (text: string) => {
    detail = text;
    if (out.isTTY && performance.now() - startedAt > quietMs) show();
  };
  try {
    const value = await work(note);
    finish("✓", label, startedAt);
    return value;
  } catch (error) {
    finish("✗", label, startedAt);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** One line about something that is not as it should be. */
export const tell = (text: string): void => {
  out.write(`  ! ${text}\n`);
};

function finish(mark: string, label: string, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  out.write(`${out.isTTY ? "\r\x1b[2K" : ""}  ${mark} ${label} ${seconds} s\n`);
}
