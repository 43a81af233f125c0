import type { Metadata } from "next";
import type { ReactNode } from "react";
import { site } from "./site";
import "./globals.css";

export const metadata: Metadata = {
  title: site.title,
  description: `${site.title}, a Next.js application`,
  icons: "/icon.svg",
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
