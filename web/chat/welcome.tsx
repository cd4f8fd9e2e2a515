/** What an empty conversation shows. */
import { Logo } from "../logo.tsx";
import { ExampleCards } from "./example-cards.tsx";

/** Fingers neither drop nor paste. */
const howToBegin = matchMedia("(pointer: fine)").matches
  ? "Drop a picture anywhere, paste a screenshot, or begin with one of these."
  : "Add a picture, take a photo, or begin with one of these.";

export function Welcome() {
  return (
    <div className="welcome">
      <Logo />
      <h1>What shall we look at?</h1>
      <p>{howToBegin}</p>
      <ExampleCards />
    </div>
  );
}
