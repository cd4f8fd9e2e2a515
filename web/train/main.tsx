/** Starts the page that trains in the tab. */
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import "../style/base.css";
import "../style/controls.css";
import "./train.css";
import { keepPage } from "../keep-page.ts";
import { registerOffline } from "../offline/register.ts";
import { TrainPage } from "./train-page.tsx";

keepPage();
createRoot(document.getElementById("root")!).render(<TrainPage prepared={registerOffline()} />);
