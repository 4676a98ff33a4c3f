/** What `role` may be: the roles of ARIA that elements of a page have, as Playwright knows them. */
export const roles: readonly string[] =
  `alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
  complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid gridcell
  group heading img insertion link list listbox listitem log main mark marquee math menu menubar menuitem
  menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar radio radiogroup
  region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong subscript
  superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem`.split(
    /\s+/,
  );

/** Names of elements that people write for the role that they have. */
export const roleOfElement: ReadonlyMap<string, string> = new Map([
  ['a', 'link'],
  ['dropdown', 'combobox'],
  ['footer', 'contentinfo'],
  ['h1', 'heading'],
  ['h2', 'heading'],
  ['h3', 'heading'],
  ['header', 'banner'],
  ['image', 'img'],
  ['input', 'textbox'],
  ['li', 'listitem'],
  ['modal', 'dialog'],
  ['nav', 'navigation'],
  ['ol', 'list'],
  ['p', 'paragraph'],
  ['select', 'combobox'],
  ['td', 'cell'],
  ['textarea', 'textbox'],
  ['th', 'columnheader'],
  ['tr', 'row'],
  ['ul', 'list'],
]);
