import { describe, expect, it } from "vitest";
import { parseSyslog } from "./syslog.ts";

const nowMs = Date.parse("2026-11-22T12:00:00Z");
const parse = (line: string, utcOffsetMinutes = 0) => {
  const parsed = parseSyslog(line, { nowMs, utcOffsetMinutes });
  return (
    parsed && {
      time:
        parsed.timeUnixNano === undefined
          ? undefined
          : new Date(Number(parsed.timeUnixNano / 1_000_000n)).toISOString(),
      severity: parsed.severity?.severityText,
      number: parsed.severity?.severityNumber,
      message: parsed.message,
      ...Object.fromEntries(parsed.attributes),
    }
  );
};

describe("the examples of RFC 5424, section 6.5", () => {
  it("1: no structured data, a byte order mark", () => {
    const line =
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick on /dev/pts/8";
    expect(parse(line)).toEqual({
      time: "2003-10-11T22:14:15.003Z",
      severity: "crit",
      number: 18,
      message: "'su root' failed for lonvick on /dev/pts/8",
      "host.name": "mymachine.example.com",
      "service.name": "su",
      "syslog.msg_id": "ID47",
      "syslog.facility": "auth",
    });
  });

  it("2: an offset, microseconds and a process", () => {
    const line = "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.";
    expect(parse(line)).toMatchObject({
      time: "2003-08-24T12:14:15.000Z",
      severity: "notice",
      message: "%% It's time to make the do-nuts.",
      "host.name": "192.0.2.1",
      "process.pid": 8710,
      "syslog.facility": "local4",
    });
    expect(parseSyslog(line)?.timeUnixNano).toBe(1_061_727_255_000_003_000n);
  });

  it("3 and 4: structured data, with a message and without", () => {
    const head = "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 ";
    const element = '[exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"]';
    const attributes = {
      "syslog.exampleSDID@32473.iut": "3",
      "syslog.exampleSDID@32473.eventSource": "Application",
      "syslog.exampleSDID@32473.eventID": "1011",
    };
    expect(parse(`${head}${element} \uFEFFAn application event log entry...`)).toMatchObject({
      ...attributes,
      message: "An application event log entry...",
    });
    const two = `${head}${element}[examplePriority@32473 class="high"]`;
    expect(parse(two)).toMatchObject({ ...attributes, "syslog.examplePriority@32473.class": "high", message: "" });
  });
});

describe("structured data (RFC 5424, section 6.3)", () => {
  const withData = (data: string) => parse(`<14>1 - - - - - ${data} m`);

  it("has its escapes undone", () => {
    expect(withData(String.raw`[a b="\"\\\]\n"]`)).toMatchObject({ "syslog.a.b": String.raw`"\]\n`, message: "m" });
  });

  // What is no message of RFC 5424 is still one whose text is all of it.
  it.each(['[a b="', '[a b="c"', "[a b=c]", "[a", '[a b="c"]x', "x"])("that is %s leaves the text whole", (data) => {
    expect(withData(data)).toMatchObject({ severity: "info", message: `1 - - - - - ${data} m` });
  });
});

describe("the examples of RFC 3164, section 5.4", () => {
  it.each([
    [
      "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
      { time: "2026-10-11T22:14:15.000Z", "host.name": "mymachine", "service.name": "su", severity: "crit" },
      "'su root' failed for lonvick on /dev/pts/8",
    ],
    ["Use the BFG!", undefined, ""],
    ["<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!", { "host.name": "10.0.0.99", severity: "notice" }, "Use the BFG!"],
    [
      "<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time to make the do-nuts.  %%  Ingredients: Mix=OK, Jelly=OK #",
      { "host.name": "CST" },
      "1987 mymachine myproc[10]: %% It's time to make the do-nuts.  %%  Ingredients: Mix=OK, Jelly=OK #",
    ],
    [
      "<0>1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All Folks!",
      { severity: "emerg", number: 21, time: undefined },
      "1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All Folks!",
    ],
  ])("%s", (line, fields, message) => {
    const parsed = parse(line);
    if (fields === undefined) expect(parsed).toBeUndefined();
    else expect(parsed).toMatchObject({ ...fields, message });
  });
});

describe("syslog as daemons write it", () => {
  it.each([
    [
      "Dec 10 06:55:46 LabSZ sshd[24200]: Invalid user",
      { "host.name": "LabSZ", "service.name": "sshd", "process.pid": 24200 },
    ],
    ["Nov 22 11:00:00 web kernel: [12.3] eth0: up", { "service.name": "kernel", message: "[12.3] eth0: up" }],
    ["<30>Nov 22 11:00:00 cron[7]: (root) CMD (true)\n", { "service.name": "cron", message: "(root) CMD (true)" }],
    ["2026-11-22T11:00:00.123456+01:00 web postfix/smtpd[9]: connect", { time: "2026-11-22T10:00:00.123Z" }],
    ["<13>Nov 22 11:00:00 web app[worker-1]: x", { "syslog.procid": "worker-1" }],
    ["<191>x", { severity: "debug", "syslog.facility": "local7", message: "x" }],
  ])("%j", (line, fields) => {
    expect(parse(line)).toMatchObject(fields);
  });

  it.each([
    ["", "an empty line"],
    ["<192>1 - - - - - -", "a priority above 191"],
    ["<013>x", "a priority with a leading zero"],
    ["Nov 22 11:00:00 was the time when it broke", "a time alone"],
    ["Foo 22 11:00:00 web sshd[1]: x", "a month that is none"],
    ["Feb 30 11:00:00 web sshd[1]: x", "a day that is none"],
  ])("%j is not it: %s", (line) => {
    expect(parse(line)).toBeUndefined();
  });

  it.each([
    ["Nov 22 11:00:00", "2026"],
    ["Nov 23 11:00:00", "2026"],
    ["Nov 24 11:00:00", "2025"],
    ["Dec 31 23:59:59", "2025"],
  ])("has of %s the latest year that is not ahead: %s", (time, year) => {
    expect(parse(`${time} web sshd[1]: x`)?.time?.slice(0, 4)).toBe(year);
  });

  it("is read in the zone that is given", () => {
    expect(parse("Nov 22 11:00:00 web sshd[1]: x", 120)?.time).toBe("2026-11-22T09:00:00.000Z");
  });
});
