import { useState } from "react";

export type Theme = "system" | "light" | "dark";
const NAME = "podium:theme";

export function readTheme(): Theme {
  const kept = localStorage.getItem(NAME);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Apply a theme and remember it; pictures that are drawn in colours hear of it by an event on the window. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") {
    localStorage.removeItem(NAME);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(NAME, theme);
    document.documentElement.dataset.theme = theme;
  }
  window.dispatchEvent(new Event("themechange"));
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(readTheme);
  const change = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  return [theme, change];
}
