/** The mark of the program. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M11 26V12a4 4 0 0 1 4-4h7" className="logo-tube" />
      <circle cx="22.5" cy="8" r="4.6" className="logo-eye" />
      <circle cx="23.4" cy="8" r="2" className="logo-pupil" />
      <path d="M5 26.5h12" className="logo-water" />
    </svg>
  );
}
