/** Light or dark: what the system says, until somebody says otherwise. */
export const theme = String.raw`
{
  const root = document.documentElement;
  const toggle = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => {
    toggle.setAttribute('aria-pressed', String(isDark()));
    root.dispatchEvent(new Event('repaint'));
  };
  toggle.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('holdout-theme', root.dataset.theme);
    } catch {}
    show();
  });
  system.addEventListener('change', show);
  matchMedia('print').addEventListener('change', show);
  show();
}
`;
