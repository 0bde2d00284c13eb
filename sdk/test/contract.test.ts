import { limits, WireContext, WireEvent } from "@perigee/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { errorDraft } from "../src/error-draft.ts";
import { fit } from "../src/fit.ts";
import { uuidv7 } from "../src/uuid.ts";
import { version } from "../src/version.ts";

const stamp = () => ({ id: uuidv7(), time: Date.now(), seq: 1, url: "https://shop.example/", route: "/" });

const long = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constant("é".repeat(30_000)));
const props = fc.dictionary(
  fc.oneof(long, fc.constantFrom("", "__proto__", "constructor")),
  fc.oneof(fc.anything(), long),
  { maxKeys: 80 },
);

/** What is sent is what JSON makes of it. */
const send = (event: object) => WireEvent.safeParse(JSON.parse(JSON.stringify(fit(event))));

it("makes every custom event one that ingest accepts, whatever the page hands in", () => {
  const named = long.filter((name) => !["", "pageview", "engagement"].includes(name));
  fc.assert(
    fc.property(named, props, long, (name, given, route) => {
      expect(send({ ...stamp(), kind: "custom", name, route, props: given }).error).toBeUndefined();
    }),
  );
});

it("takes null for nothing", () => {
  expect(
    send({ ...stamp(), kind: "custom", name: "bought", route: null, props: null, value: null }).error,
  ).toBeUndefined();
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

it("takes a text for what it is, also where it looks like nothing", () => {
  const event = { ...stamp(), kind: "custom", name: "null", props: { answer: "null", empty: "" } };
  expect(WireEvent.parse(JSON.parse(JSON.stringify(fit(event))))).toEqual(event);
});

it("leaves out props of which nothing is left", () => {
  for (const given of [{}, { none: undefined, nan: Number.NaN }, []]) {
    expect(fit({ props: given }).props).toBeUndefined();
  }
  expect(fit({ props: { none: undefined, off: false } }).props).toEqual({ off: false });
  // What `beforeSend` makes of an event may be anything, and must not spoil the batch.
  expect(JSON.stringify(fit({}))).toBe("{}");
});

it("cuts exactly where ingest would refuse", () => {
  const text = "x".repeat(100_000);
  const cut = fit({
    ...stamp(),
    kind: "error",
    type: text,
    message: text,
    stack: text,
    route: text,
    url: `https://a.example/${text}`,
  });
  expect([cut.type, cut.message, cut.stack, cut.route, cut.url].map((field) => field.length)).toEqual([
    limits.nameChars,
    limits.errorMessageChars,
    limits.errorStackChars,
    limits.routeChars,
    limits.urlChars,
  ]);
});

it("makes every context one that ingest accepts", () => {
  fc.assert(
    fc.property(long, (text) => {
      const source = { referrer: text, utmSource: text, utmMedium: text, utmCampaign: text };
      const context = {
        sessionId: uuidv7(),
        ...source,
        release: text,
        environment: text,
        service: text,
        sdkVersion: version,
      };
      expect(WireContext.safeParse(JSON.parse(JSON.stringify(fit(context)))).error).toBeUndefined();
    }),
  );
});
