import { startLanguage, wantWords } from "../words/t";

// Tests read the interface in English unless they choose another language.
await startLanguage();
await wantWords("rest");
