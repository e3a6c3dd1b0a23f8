import type { DemoPerson } from '../demo-shapes.ts';

/** The staff and the regular readers of The Quayside Almanac, a weekly of Port Ellery (there is no such town). */
export const PEOPLE: readonly DemoPerson[] = [
  { handle: 'ines', name: 'Ines Okafor-Lund', role: 'AUTHOR' },
  { handle: 'tomasz', name: 'Tomasz Wren', role: 'AUTHOR' },
  { handle: 'mirela', name: 'Mirela Drăgan', role: 'AUTHOR' },
  { handle: 'mod', name: 'Orla Finch', role: 'MODERATOR' },
  { handle: 'ada', name: 'Ada Merriman', role: 'READER' },
  { handle: 'walter-route-9', name: 'Walter Pike', role: 'READER' },
  { handle: 'nadia', name: 'Nadia Brandt', role: 'READER' },
  { handle: 'sal', name: 'Salvatore Greco', role: 'READER' },
  { handle: 'lenka', name: 'Lenka Horáková', role: 'READER' },
  { handle: 'kwame', name: 'Kwame Asante', role: 'READER' },
  { handle: 'yuki', name: '佐藤ゆき', role: 'READER' },
  { handle: 'zeynep', name: 'Zeynep Yıldız', role: 'READER' },
  { handle: 'pelle', name: 'Pelle Åström', role: 'READER' },
  { handle: 'dr-quince', name: 'Dr. Imogen Quince', role: 'READER' },
  { handle: 'ramona', name: 'Ramona Estrella', role: 'READER' },
  { handle: 'moss', name: 'Moss', role: 'READER' },
];
