/** Light, dark, or as the system is. */
import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";

const themes = [
  { name: "auto", label: "As the system", Icon: Monitor },
  { name: "light", label: "Light", Icon: Sun },
  { name: "dark", label: "Dark", Icon: Moon },
] as const;

type Theme = (typeof themes)[number]["name"];

const key = "periscope.theme";

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => (document.documentElement.dataset.theme as Theme) ?? "auto");
  const choose = (name: Theme) => {
    setTheme(name);
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    try {
      localStorage.setItem(key, name);
    } catch {
      // it holds until the page is closed
    }
  };
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Theme</legend>
      {themes.map(({ name, label, Icon }) => (
        <label key={name} title={label}>
          <input type="radio" name="theme" checked={theme === name} onChange={() => choose(name)} />
          <Icon aria-hidden="true" />
          <span className="visually-hidden">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
