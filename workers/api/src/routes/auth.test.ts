import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, cookiesOf, dashboard, errorOf, owner, setUp, signIn } from "../../test/api.ts";
import { apiWith, migrate } from "../../test/world.ts";

const fromPage = (cookie: string) => ({ cookie, origin: dashboard });

describe("set-up", () => {
  beforeAll(() => migrate());

  it.each(["", "wrong", `${env.SETUP_TOKEN}x`])("refuses the token %j, whatever the body", async (token) => {
    expect(await errorOf(await setUp(token, {}))).toMatchObject({ type: "unauthenticated" });
  });

  it.each([
    ["email", { ...owner, email: "nobody" }],
    ["password", { ...owner, password: "short" }],
    ["organisation", { ...owner, organisation: " " }],
    ["name", { ...owner, name: undefined }],
  ])("refuses a bad %s", async (field, who) => {
    expect(await errorOf(await setUp(env.SETUP_TOKEN, who))).toMatchObject({
      type: "invalid-params",
      field,
    });
  });

  it("makes one owner when two ask at once, and none later", async () => {
    const answers = await Promise.all([setUp(env.SETUP_TOKEN), setUp(env.SETUP_TOKEN)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await errorOf(await setUp(env.SETUP_TOKEN))).toMatchObject({ type: "conflict" });
  });
});

describe("sign-in", () => {
  it("gives a session cookie that scripts cannot read", async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().find((text) => text.startsWith("perigee.session_token="));
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).not.toMatch(/; Secure/i);
    expect(answer.headers.get("set-auth-token")).toBeNull();
    const session = await ask("/v1/auth/get-session", { headers: { cookie: cookiesOf(answer) } });
    expect(await session.json()).toMatchObject({ user: { email: owner.email } });
  });

  it("marks the cookie Secure where the dashboard is served over https", async () => {
    const { email, password } = owner;
    const origin = "https://perigee.example";
    const answer = await apiWith({ DASHBOARD_URL: origin }).fetch(
      new Request("https://api.perigee.example/v1/auth/sign-in/email", {
        method: "POST",
        headers: { origin, "content-type": "application/json" },
        body: JSON.stringify({ email, password }),
      }),
    );
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-perigee\.session_token=.*; Secure/);
  });

  it("takes the e-mail address in any case", async () => {
    expect((await signIn(owner.email.toUpperCase())).status).toBe(200);
  });

  it.each([
    ["a wrong password", owner.email, "wrong password"],
    ["an unknown address", "nobody@shop.example", owner.password],
  ])("refuses %s with one and the same answer", async (_, email, password) => {
    const answer = await signIn(email, password);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.json()).toEqual({
      error: { type: "unauthenticated", message: "Invalid email or password" },
      code: "INVALID_EMAIL_OR_PASSWORD",
      message: "Invalid email or password",
    });
  });

  it("refuses a page of another origin", async () => {
    const answer = await ask("/v1/auth/sign-in/email", { body: owner, headers: { origin: "https://evil.example" } });
    expect(await errorOf(answer)).toMatchObject({ type: "origin-not-allowed" });
  });

  it("slows down who guesses, by address", async () => {
    const guess = (address: string) =>
      ask("/v1/auth/sign-in/email", {
        body: { email: owner.email, password: "guess" },
        headers: { origin: dashboard, "cf-connecting-ip": address },
      });
    const statuses: number[] = [];
    while (statuses.length < 20 && statuses.at(-1) !== 429) statuses.push((await guess("192.0.2.1")).status);
    const refused = await guess("192.0.2.1");
    expect(await errorOf(refused.clone())).toMatchObject({ type: "rate-limited" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await guess("192.0.2.2")).status).toBe(401);
  });

  it("counts nothing but sign-ins", async () => {
    await ask("/v1/auth/get-session");
    const { results } = await env.DB.prepare("SELECT key FROM rate_limit").all<{ key: string }>();
    expect(results.every(({ key }) => key.endsWith("|/sign-in/email"))).toBe(true);
  });
});

describe("a client without cookies", () => {
  it("takes a token and signs out with it", async () => {
    const { email, password } = owner;
    // As Node's fetch asks: with a header that otherwise only browsers send.
    const answer = await ask("/v1/auth/sign-in/email", {
      body: { email, password },
      headers: { "sec-fetch-mode": "cors" },
    });
    const headers = { authorization: `Bearer ${answer.headers.get("set-auth-token")}` };
    expect((await ask("/v1/projects", { headers })).status).toBe(200);
    expect((await ask("/v1/auth/sign-out", { headers, body: {} })).status).toBe(200);
    expect((await ask("/v1/projects", { headers })).status).toBe(401);
  });

  it("cannot use the unsigned token that stands in D1", async () => {
    await signIn();
    const row = await env.DB.prepare("SELECT token FROM session").first<{ token: string }>();
    const headers = { authorization: `Bearer ${row?.token}` };
    expect((await ask("/v1/projects", { headers })).status).toBe(401);
  });
});

describe("signing out", () => {
  it("ends the session", async () => {
    const cookie = cookiesOf(await signIn());
    expect((await ask("/v1/auth/sign-out", { headers: fromPage(cookie), body: {} })).status).toBe(200);
    expect((await ask("/v1/projects", { headers: { cookie } })).status).toBe(401);
  });

  it("is refused without the dashboard's origin", async () => {
    const cookie = cookiesOf(await signIn());
    expect((await ask("/v1/auth/sign-out", { headers: { cookie }, body: {} })).status).toBe(403);
    expect((await ask("/v1/projects", { headers: { cookie } })).status).toBe(200);
  });
});

describe("what better-auth has and we do not open", () => {
  it.each([
    ["/sign-up/email", { name: "x", email: "x@shop.example", password: "long enough for all" }],
    ["/sign-in/social", { provider: "github" }],
    ["/request-password-reset", { email: owner.email }],
    ["/update-user", { name: "x" }],
    ["/delete-user", {}],
  ])("%s answers not-found", async (path, body) => {
    const answer = await ask(`/v1/auth${path}`, { body, headers: { origin: dashboard } });
    expect(await errorOf(answer)).toMatchObject({ type: "not-found" });
  });
});

describe("changing the password", () => {
  const newPassword = "another long password";
  const change = (headers: Record<string, string>, currentPassword: string) =>
    ask("/v1/auth/change-password", { headers, body: { currentPassword, newPassword, revokeOtherSessions: true } });

  it("needs a session", async () => {
    expect(await errorOf(await change({ origin: dashboard }, owner.password))).toMatchObject({
      type: "unauthenticated",
    });
  });

  it("wants the old one", async () => {
    const headers = fromPage(cookiesOf(await signIn()));
    expect((await change(headers, "not the old one")).status).toBe(400);
    expect((await signIn()).status).toBe(200);
  });

  it("ends other sessions and lets only the new one in", async () => {
    const other = cookiesOf(await signIn());
    const headers = fromPage(cookiesOf(await signIn()));
    expect((await change(headers, owner.password)).status).toBe(200);
    expect((await ask("/v1/projects", { headers: { cookie: other } })).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    expect((await signIn(owner.email, newPassword)).status).toBe(200);
  });
});
