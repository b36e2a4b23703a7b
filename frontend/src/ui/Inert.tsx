import type { ReactNode } from "react";
import { languageTag, t, useLanguage } from "../words/t";
import { hostOf, shortAddress } from "./addresses";

/** Where a model's text names an address it is shown, and leads nowhere. */
export function InertLink({ address, children }: { address: string; children: ReactNode }) {
  const isBare = typeof children === "string" && (children === address || `http://${children}` === address);
  return (
    <span className="inert-link">
      {children}
      {!isBare && address !== "" && <span className="address"> ({shortAddress(address)})</span>}
    </span>
  );
}

/** An image that a model's text asks for: named, never fetched. */
export function UnloadedImage({ address, words }: { address: string; words: string }) {
  useLanguage();
  const host = hostOf(address);
  return (
    <span className="unloaded-image">
      <span className="unloaded-mark" lang={languageTag()}>
        {t("ui.image.notLoaded")}
      </span>
      {words && <span>{words}</span>}
      <span className="address">{host ? t("ui.image.from", { host }) : shortAddress(address)}</span>
    </span>
  );
}
