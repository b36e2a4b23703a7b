import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { applyTheme, readTheme } from "./ui/theme";
import { startLanguage } from "./words/t";
import "./app/main.css";

applyTheme(readTheme());
const root = document.getElementById("root");
if (!root) throw new Error("The page has no element with the id root.");
startLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
