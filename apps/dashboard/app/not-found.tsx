import Link from "next/link";
import { Front } from "../src/shell/front.tsx";
import { buttonClass } from "../src/ui/button.tsx";

export default function NotFound() {
  return (
    <Front title="There is nothing at this address">
      <p className="mb-4 text-muted">The project may have another name, or you are not a member of it.</p>
      <Link href="/" prefetch={false} className={buttonClass("line")}>
        To your projects
      </Link>
    </Front>
  );
}
