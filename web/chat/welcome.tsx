/** What an empty conversation shows. */
import { Logo } from "../logo.tsx";
import { ExampleCards } from "./example-cards.tsx";

export function Welcome() {
  return (
    <div className="welcome">
      <Logo />
      <h1>What shall we look at?</h1>
      <p>Drop a picture anywhere, paste a screenshot, or begin with one of these.</p>
      <ExampleCards />
    </div>
  );
}
