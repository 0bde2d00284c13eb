import { WireContext, WireEvent } from "@perigee/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { errorDraft } from "../src/error-draft.ts";
import { toJson } from "../src/to-json.ts";
import { uuidv7 } from "../src/uuid.ts";
import { version } from "../src/version.ts";

const stamp = () => ({ id: uuidv7(), time: Date.now(), seq: 1, url: "https://shop.example/", route: "/" });

const long = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constant("é".repeat(30_000)));
const props = fc.dictionary(
  fc.oneof(long, fc.constantFrom("", "__proto__", "constructor")),
  fc.oneof(fc.anything({ withBigInt: true }), long),
  { maxKeys: 80 },
);

/** What arrives is what JSON makes of it. */
const send = (event: object) => WireEvent.safeParse(JSON.parse(toJson(event)));

it("makes every custom event one that ingest accepts, whatever the page hands in", () => {
  const named = long.filter((name) => !/^(pageview|engagement|(browser|feature_flag)\..*)?$/s.test(name));
  fc.assert(
    fc.property(named, props, long, (name, given, route) => {
      expect(send({ ...stamp(), kind: "custom", name, route, props: given }).error).toBeUndefined();
    }),
  );
});

it("makes every error one that ingest accepts, whatever was thrown", () => {
  fc.assert(
    fc.property(fc.anything(), long, props, (thrown, text, given) => {
      const thrownThings = [thrown, { name: text, message: text, stack: text }];
      const drafts = thrownThings.map((thing) => errorDraft(thing, "manual", { props: given }));
      for (const draft of drafts) expect(send({ ...stamp(), ...draft }).error).toBeUndefined();
    }),
  );
});

it("never sends what was thrown itself", () => {
  const thrown = Object.assign(new Error("no"), { customer: { card: "secret" } });
  expect(toJson({ ...stamp(), ...errorDraft(thrown, "manual") })).not.toContain("secret");
});

it("keeps an event whose properties JSON has no word for, without them", () => {
  const cycle: { self?: object } = {};
  cycle.self = cycle;
  for (const given of [{ cycle }, { big: 1n }]) {
    const event = { ...stamp(), kind: "custom", name: "bought", value: 3 };
    expect(JSON.parse(toJson({ ...event, props: given }))).toEqual(event);
  }
});

it("makes every context one that ingest accepts", () => {
  fc.assert(
    fc.property(long, props, (text, given) => {
      const context = {
        sessionId: uuidv7(),
        entryUrl: text,
        referrer: text,
        release: text,
        environment: text,
        service: text,
        userId: text,
        props: given,
        sdkVersion: version,
      };
      expect(WireContext.safeParse(JSON.parse(toJson(context))).error).toBeUndefined();
    }),
  );
});
