import { unconfined } from '../../../harness/cell/unconfined.ts';
import { cellContract } from '../../contracts/cell.ts';

cellContract((dir) => unconfined({ dir }), { confined: false });
