import type { Metadata } from "next";
import { AccountView } from "../../src/account/account-view.tsx";

export const metadata: Metadata = { title: "Account" };

export default function AccountPage() {
  return (
    <div className="page pt-12">
      <AccountView />
    </div>
  );
}
