export const checkoutFields = {
  name: { label: "Name", autoComplete: "name" },
  email: { label: "E-mail", autoComplete: "email" },
  street: { label: "Street and number", autoComplete: "street-address" },
  postcode: { label: "Postcode", autoComplete: "postal-code" },
  city: { label: "Town or city", autoComplete: "address-level2" },
} as const;
export type CheckoutField = keyof typeof checkoutFields;
export type CheckoutForm = Record<CheckoutField, string>;
export type CheckoutProblems = Partial<Record<CheckoutField, string>>;

export const emptyForm: CheckoutForm = { name: "", email: "", street: "", postcode: "", city: "" };

const longest = 120;

const rules: Record<CheckoutField, (text: string) => string | undefined> = {
  name: (text) => (text ? undefined : "Write the name that is on your door."),
  email: (text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : "Write an e-mail address such as ada@example.org.",
  street: (text) => (text ? undefined : "Write the street and the number."),
  postcode: (text) =>
    /^[\p{L}\d][\p{L}\d -]{2,9}$/u.test(text) ? undefined : "Write a postcode of 3 to 10 letters and digits.",
  city: (text) => (text ? undefined : "Write the town or city."),
};

/** One sentence for each field that cannot be delivered to; empty when all is well. */
export function validateCheckout(form: CheckoutForm): CheckoutProblems {
  const problems: CheckoutProblems = {};
  for (const field of Object.keys(checkoutFields) as CheckoutField[]) {
    const text = form[field].trim();
    const problem = text.length > longest ? `Keep it under ${longest} characters.` : rules[field](text);
    if (problem) problems[field] = problem;
  }
  return problems;
}
