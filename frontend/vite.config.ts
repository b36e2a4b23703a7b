import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./compressed.ts";

const backend = "http://127.0.0.1:8000";

export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  plugins: [react(), compressed()],
  build: {
    outDir: "dist",
    manifest: true,
    // light-dark() is kept as written: every browser since the middle of 2024 knows it.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rollupOptions: { input: { main: "src/main.tsx", login: "src/login.css" } },
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(
      ["/api", "/login", "/logout", "/language", "/join", "/admin", "/static"].map((path) => [path, backend]),
    ),
  },
  // A machine that is busy with other work is slow, not wrong.
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/words.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    testTimeout: 20_000,
  },
}));
