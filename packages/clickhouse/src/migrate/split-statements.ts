/**
 * Splits SQL at semicolons, but not at those inside quotes ('…', "…", `…`, with backslash or doubled quotes), line comments
 * (-- and #) or block comments. Comments stay with the statement that follows them; pieces of comments alone are left out.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let current = "";
  let hasCode = false;
  for (const [token] of text.matchAll(tokens)) {
    if (token === ";") {
      if (hasCode) statements.push(current.trim());
      current = "";
      hasCode = false;
    } else {
      current += token;
      hasCode ||= !isBlank(token);
    }
  }
  if (hasCode) statements.push(current.trim());
  return statements;
}

const tokens =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)|`(?:[^`\\]|\\[\s\S]|``)*(?:`|$)|[\s\S]/g;

const isBlank = (token: string): boolean => /^(\s|--|#|\/\*)/.test(token);
