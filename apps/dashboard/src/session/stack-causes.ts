export type StackPart = { title: string; stack: string };

const mark = "\nCaused by: ";

/** The stack of an error and those of the errors that caused it, which the SDK writes below it. */
export function splitCauses(text: string): { stack: string; causes: StackPart[] } {
  const [stack = "", ...causes] = text.split(mark);
  return {
    stack,
    causes: causes.map((cause) => {
      const [title = "", ...lines] = cause.split("\n");
      return { title, stack: lines.join("\n") };
    }),
  };
}
