import { describe, expect, it } from "vitest";
import { type CheckoutField, emptyForm, validateCheckout } from "./validate-checkout.ts";

const good = { name: "Ada", email: "ada@example.org", street: "Orbit Lane 4", postcode: "N1 9GU", city: "London" };

describe("validateCheckout", () => {
  it("finds nothing wrong with a full address", () => {
    expect(validateCheckout(good)).toEqual({});
  });

  it("names every field of an empty form", () => {
    expect(Object.keys(validateCheckout(emptyForm))).toEqual(["name", "email", "street", "postcode", "city"]);
  });

  const accepted: [CheckoutField, string][] = [
    ["email", " ada@example.org "],
    ["email", "a+b@sub.example.org"],
    ["postcode", "10115"],
    ["postcode", "SW1A 1AA"],
    ["postcode", "1000-001"],
    ["name", "Ÿ"],
  ];
  it.each(accepted)("accepts %s %j", (field, text) => {
    expect(validateCheckout({ ...good, [field]: text })).toEqual({});
  });

  const refused: [CheckoutField, string][] = [
    ["email", "ada"],
    ["email", "ada@example"],
    ["email", "ada @example.org"],
    ["postcode", "1"],
    ["postcode", "12345678901"],
    ["postcode", "1011_5"],
    ["name", "   "],
    ["city", "x".repeat(121)],
  ];
  it.each(refused)("refuses %s %j", (field, text) => {
    expect(Object.keys(validateCheckout({ ...good, [field]: text }))).toEqual([field]);
  });
});
