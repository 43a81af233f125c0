import Link from "next/link";

export default function NotFound() {
  return (
    <main>
      <h1>Not here</h1>
      <p>
        There is no page at this address. <Link href="/">Back to the start</Link>
      </p>
    </main>
  );
}
