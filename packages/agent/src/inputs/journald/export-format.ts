/** An entry of the journal: text where it is UTF-8, as nearly all is. Of a field that stands several times the first one counts. */
export type JournalEntry = {
  fields: Map<string, string>;
  /** Fields that were too large, or too many. */
  droppedFields: number;
  /** Bytes of the stream up to the entry's end. */
  end: number;
};

export type ExportReader = { push: (chunk: Uint8Array) => JournalEntry[] };

export type ExportLimits = { fieldBytes: number; fields: number };

const newline = 0x0a;
const equals = 0x3d;
const sizeBytes = 8;

/**
 * Reads systemd's journal export format in pieces of any size; keeps no more than one field and what has come of the entry. `NAME=text` and a
 * newline; or NAME, newline, the size as 64 bits little-endian, so many bytes, and a newline; an empty line ends the entry. Throws where a
 * size cannot be one.
 * https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format
 */
export function exportReader(limits: ExportLimits): ExportReader {
  let rest: Buffer = Buffer.alloc(0);
  let consumed = 0;
  /** Bytes still to come of a field that is too large; "line" for all up to the next newline. */
  let skip: number | "line" = 0;
  let entry = emptyEntry();

  function add(name: string, value: Buffer | undefined): void {
    if (entry.fields.has(name)) return;
    if (value === undefined || entry.fields.size >= limits.fields) entry.droppedFields++;
    else entry.fields.set(name, value.toString("utf8"));
  }

  function use(count: number): void {
    rest = rest.subarray(count);
    consumed += count;
  }

  /** False where more has to come first. */
  function skipOn(): boolean {
    if (skip === "line") {
      const end = rest.indexOf(newline);
      use(end === -1 ? rest.length : end + 1);
      if (end === -1) return false;
      skip = 0;
    }
    const skipped = Math.min(skip, rest.length);
    use(skipped);
    skip -= skipped;
    return skip === 0;
  }

  function readField(): boolean {
    const line = rest.indexOf(newline);
    if (line === -1) return refuseLongLine();
    const nameEnd = rest.subarray(0, line).indexOf(equals);
    if (nameEnd !== -1) {
      const value = rest.subarray(nameEnd + 1, line);
      add(rest.toString("latin1", 0, nameEnd), value.length > limits.fieldBytes ? undefined : value);
      use(line + 1);
      return true;
    }
    return readBinary(line);
  }

  /** A text without an end in sight. Its name is in what has come, or it is no field at all. */
  function refuseLongLine(): boolean {
    if (rest.length <= limits.fieldBytes + longestName) return false;
    const nameEnd = rest.indexOf(equals);
    add(nameEnd === -1 ? "" : rest.toString("latin1", 0, Math.min(nameEnd, longestName)), undefined);
    skip = "line";
    return skipOn();
  }

  function readBinary(nameEnd: number): boolean {
    const start = nameEnd + 1 + sizeBytes;
    if (rest.length < start) return false;
    const size = Number(rest.readBigUInt64LE(nameEnd + 1));
    const name = rest.toString("latin1", 0, nameEnd);
    if (size > largestField)
      throw new Error("This is not the journal export format: a field of more bytes than journals hold.");
    if (size > limits.fieldBytes) {
      add(name, undefined);
      use(start);
      skip = size + 1;
      return skipOn();
    }
    if (rest.length < start + size + 1) return false;
    add(name, rest.subarray(start, start + size));
    use(start + size + 1);
    return true;
  }

  return {
    push: (chunk) => {
      rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      const entries: JournalEntry[] = [];
      let goesOn = skipOn();
      while (goesOn && rest.length > 0) {
        if (rest[0] !== newline) {
          goesOn = readField();
          continue;
        }
        use(1);
        if (entry.fields.size > 0) entries.push({ ...entry, end: consumed });
        entry = emptyEntry();
      }
      return entries;
    },
  };
}

/** Core dumps are the largest fields, of up to some hundred megabytes. More would be bytes that are no size, and would skip all that comes. */
const largestField = 2 ** 33;

/** The journal allows 64 characters; a little more does no harm. */
const longestName = 256;

const emptyEntry = () => ({ fields: new Map<string, string>(), droppedFields: 0 });
