import Link from "next/link";

export default function NotFound() {
  return (
    <div className="page pt-20">
      <h1 className="font-medium text-[28px]">Nothing at this address</h1>
      <p className="mt-2 text-muted">It may have set below the horizon.</p>
      <p className="mt-6">
        <Link href="/products" className="button">
          See all goods
        </Link>
      </p>
    </div>
  );
}
