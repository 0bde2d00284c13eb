import type { Metadata } from "next";
import { Front } from "../../src/shell/front.tsx";
import { returnPath } from "../../src/sign-in/return-path.ts";
import { SignInForm } from "../../src/sign-in/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  return (
    <Front title="Sign in">
      <SignInForm next={returnPath(Array.isArray(next) ? next[0] : next)} />
    </Front>
  );
}
