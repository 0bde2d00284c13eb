"use client";

import { usePerigee } from "@perigee/browser/react";
import { type FormEvent, useState } from "react";
import { formatPrice, type Units } from "../catalogue/format.ts";
import { storedOrders } from "../checkout/order.ts";
import { useIsLoaded, useStored } from "../stored.ts";
import { track } from "../telemetry/perigee.ts";
import { Measuring } from "./measuring.tsx";
import { changeProfile, type Profile, storedProfile } from "./profile.ts";

export function AccountView() {
  const profile = useStored(storedProfile);
  if (!useIsLoaded()) return null;
  return (
    <>
      <h1 data-perigee-mask="" className="font-medium text-[34px] tracking-[-0.025em]">
        {profile.name ? `Hello, ${profile.name}` : "Your account"}
      </h1>
      <div className="mt-8 grid gap-12 lg:grid-cols-[minmax(0,1fr)_340px] lg:gap-16">
        <div>
          {profile.name ? <SignedIn /> : <SignIn />}
          <Orders />
        </div>
        <div>
          <Preferences profile={profile} />
          <Measuring />
        </div>
      </div>
    </>
  );
}

function SignIn() {
  const [name, setName] = useState("");
  const signIn = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    changeProfile({ name: name.trim(), customer: crypto.randomUUID() });
    track("sign_in", { method: "name" });
  };
  return (
    <form onSubmit={signIn} data-perigee-mask="">
      <label htmlFor="sign-in-name" className="mb-1.5 block text-[14px]">
        Name
      </label>
      <div className="flex flex-wrap gap-3">
        <input
          id="sign-in-name"
          className="field max-w-80"
          autoComplete="nickname"
          maxLength={40}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button">
          Sign in
        </button>
      </div>
      <p className="mt-2 text-[14px] text-muted">
        Any name will do. It stays in this browser; Perigee is told a random number.
      </p>
    </form>
  );
}

function SignedIn() {
  const client = usePerigee();
  const signOut = () => {
    changeProfile({ name: "", customer: "" });
    client.reset();
  };
  return (
    <button type="button" className="button button-quiet" onClick={signOut}>
      Sign out
    </button>
  );
}

const dateFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

function Orders() {
  const orders = useStored(storedOrders);
  return (
    <section aria-labelledby="orders" data-perigee-ignore="" className="mt-12">
      <h2 id="orders" className="font-medium text-[20px]">
        Orders
      </h2>
      {orders.length === 0 ? (
        <p className="mt-3 text-muted">No orders yet.</p>
      ) : (
        <ul className="mt-3 border-line border-t">
          {orders.map((order) => (
            <li key={order.id} className="flex flex-wrap justify-between gap-x-6 border-line border-b py-4">
              <div>
                <p className="font-medium tabular-nums">{order.id}</p>
                <p className="text-[14px] text-muted">{order.names.join(", ")}</p>
              </div>
              <div className="text-right tabular-nums">
                <p>{formatPrice(order.total)}</p>
                <p className="text-[14px] text-muted">{dateFormat.format(new Date(order.placedAt))}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const unitNames: Record<Units, string> = { metric: "Centimetres and kilograms", imperial: "Inches and pounds" };

const Preferences = ({ profile }: { profile: Profile }) => (
  <section aria-labelledby="preferences" className="rounded-md bg-sunken p-6">
    <h2 id="preferences" className="font-medium text-[20px]">
      Preferences
    </h2>
    <fieldset className="mt-4">
      <legend className="text-[14px] text-muted">Measures in</legend>
      {(Object.keys(unitNames) as Units[]).map((units) => (
        <label key={units} className="flex min-h-9 items-center gap-3">
          <input
            type="radio"
            name="units"
            className="size-4 accent-ink"
            checked={profile.units === units}
            onChange={() => changeProfile({ units })}
          />
          {unitNames[units]}
        </label>
      ))}
    </fieldset>
    <label className="mt-4 flex min-h-9 items-center gap-3 border-line border-t pt-4">
      <input
        type="checkbox"
        className="size-4 accent-ink"
        checked={profile.letters}
        onChange={(event) => changeProfile({ letters: event.target.checked })}
      />
      Write to me on clear nights
    </label>
  </section>
);
