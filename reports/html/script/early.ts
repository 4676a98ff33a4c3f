/** Runs before anything is drawn, so that nothing flashes. */
export const earlyScript = String.raw`'use strict';
document.documentElement.classList.add('js');
try {
  const theme = localStorage.getItem('holdout-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
`;
