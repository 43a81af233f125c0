import type { NextConfig } from "next";

const config: NextConfig = {
  // A server with only the files it needs: see the Dockerfile.
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // In the cluster the file system is read-only: regenerated pages stay in memory.
    isrFlushToDisk: false,
  },
};

export default config;
