import { app, problem, ui } from "./app";
import { ranking } from "./ranking";

export default { app, ui, problem, ranking };
