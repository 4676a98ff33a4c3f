import { bubblewrap } from '../../../harness/cell/bubblewrap.ts';
import { cellContract } from '../../contracts/cell.ts';

cellContract((dir) => bubblewrap({ dir, isolation: 'sealed' }), { confined: true });
