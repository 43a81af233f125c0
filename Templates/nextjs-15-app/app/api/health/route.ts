// Kubernetes asks here whether the program can serve. Keep it quick and without other services: if a database is down,
// restarting this pod does not help.

// Answer anew each time; otherwise the answer would be made once, while the image is built.
export const dynamic = "force-dynamic";

export function GET() {
  return Response.json({ status: "ok", version: process.env.VERSION ?? "dev" });
}
