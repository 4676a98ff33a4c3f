/** Keys that have a name of more than one character, as Playwright knows them. */
export const keyNames: readonly string[] =
  `Alt AltGraph AltLeft AltRight ArrowDown ArrowLeft ArrowRight ArrowUp Backquote Backslash Backspace BracketLeft
  BracketRight CapsLock Comma ContextMenu Control ControlLeft ControlOrMeta ControlRight Delete End Enter Equal Escape F1
  F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 Home Insert Meta MetaLeft MetaRight Minus NumLock NumpadAdd NumpadDecimal
  NumpadDivide NumpadEnter NumpadMultiply NumpadSubtract PageDown PageUp Pause Period PrintScreen Quote ScrollLock
  Semicolon Shift ShiftLeft ShiftRight Slash Space Tab`.split(/\s+/);

/** The part of `Control+Entre` that is no key; nothing when all of them are. `+` may itself be the last one. */
export function unknownKey(keys: string): string | undefined {
  const parts = keys === '+' ? [keys] : keys.replace(/\+\+$/, '+plus').split('+');
  return parts.map((part) => (part === 'plus' ? '+' : part)).find((part) => !isKey(part));
}

const isKey = (part: string): boolean =>
  /^.$/su.test(part) || keyNames.includes(part) || /^(?:Digit|Numpad)[0-9]$|^Key[A-Z]$/.test(part);
