import { afterAll, beforeAll, expect, it } from 'vitest';
import { idle } from '../../contracts/adapter.ts';
import { browserRig, type BrowserRig } from '../../rig/browser.ts';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await browserRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

it('gives every page of a Trial the global variables that were asked for, before its own code runs', async () => {
  rig.serve('<p id=p></p><script>p.textContent = `it is ${globalThis.chosen ?? "nothing"}`</script>');
  const shown = async (more: Parameters<BrowserRig['session']>[0]) => {
    await using session = rig.session(more);
    const acts = [{ is: 'goto', path: '/' } as const];
    return (await session.act({ kind: 'browser', looks: true, acts }, 'default', idle())).fields['text'];
  };
  expect(await shown({ globals: { chosen: '"7"' } })).toMatchObject({ text: 'it is "7"' });
  expect(await shown({})).toMatchObject({ text: 'it is nothing' });
});
