// Profiles that try a renderer's patience: huge, empty, odd, and full of characters that files choke on.
import type { Profile } from '../../shared/profile.ts'

const basics = {
  name: 'Robin Hard',
  label: 'Tester',
  email: 'robin@example.org',
  location: { city: 'Oslo', countryCode: 'NO' },
}

const huge: Profile = {
  basics: { ...basics, name: 'Maximiliane-Friederike Gräfin von und zu Hohenstein-Waldburg' },
  work: Array.from({ length: 12 }, (_, role) => ({
    name: `Employer ${role + 1} Holding International`,
    position: `Principal Engineer of Platform Number ${role + 1}`,
    location: 'Oslo, Norway',
    startDate: `${2012 - role}-01`,
    endDate: `${2012 - role}-12`,
    highlights: Array.from(
      { length: 10 },
      (_, at) =>
        `Cut the cost of service ${role + 1}.${at + 1} by ${at + 3}% with PostgreSQL while mentoring ${role + 2} engineers in offices all over Europe`,
    ),
  })),
  skills: Array.from({ length: 25 }, (_, at) => ({
    name: `Group ${at + 1}`,
    keywords: ['Go', 'C++', 'SQL', `Tool${at}`],
  })),
}

const longWords: Profile = {
  basics: {
    ...basics,
    summary: `${'W'.repeat(300)} and ${'donaudampfschifffahrt'.repeat(15)} and on`,
    url: `https://example.org/${'path-and-more/'.repeat(21)}`,
  },
  work: [
    {
      name: 'X'.repeat(300),
      position: `Engineer ${'for everything '.repeat(20)}`,
      startDate: '2019',
      url: `https://example.org/${'a'.repeat(280)}`,
      highlights: ['漢'.repeat(300), 'ا'.repeat(120), 'Plain end.'],
    },
  ],
  skills: [{ name: 'S'.repeat(120), keywords: ['K'.repeat(300), 'Go'] }],
}

const characters: Profile = {
  basics: {
    ...basics,
    name: 'Zoe\u0308 A\u030Angstro\u0308m 🚀',
    label: 'Chief\u0007 <Everything> & "Officer" 👩🏽‍💻',
    summary:
      'Tabs\tand\u0000 nulls\u001b[31m, a lone \uD83D surrogate, zero\u200bwidth, soft\u00adhyphen, \u202Eoverride\u202C; ligatures ﬁ ﬂ, ½, Ⅷ, ™, № 5, 5 × 5 ≤ 25, → ✓ ★ ☎, “quotes” ‘n’ «guillemets».',
  },
  work: [
    {
      name: 'A&B <script>alert(1)</script> Ltd.',
      position: 'Q&A ]]> Engineer',
      startDate: 'winter 2017',
      endDate: 'sometime',
      highlights: [
        'Shipped 👨‍👩‍👧‍👦 support in v2.0 🎉',
        'C:\\temp\\%PATH% and $HOME and {{braces}}',
        'Line one\nline two\r\nline three',
        'שלום world العربية 123 (mixed) C++ .NET 45%',
      ],
    },
  ],
  skills: [{ name: 'C++/C#/.NET/F#', keywords: ['node.js', 'TCP/IP', 'A/B', '50%', '<html>'] }],
}

const oddShapes = {
  basics: {
    name: null,
    label: 7,
    email: ['a@b.c'],
    location: 'Oslo',
    profiles: [null, 'x', { network: 'XING' }, { username: 'only' }],
    summary: {},
  },
  work: [
    null,
    'a string',
    { company: 'Old Schema Ltd', website: 'http://old.example', highlights: 'just one' },
    { position: 'Only a title' },
    { startDate: 2019, endDate: '2019' },
    [],
  ],
  education: { institution: 'no array' },
  skills: ['Plain', { keywords: [null, 3, 'Three'] }, {}],
  languages: ['French', { fluency: 'Fluent' }],
  projects: [{}, { name: 'Nameless', highlights: [null, ''] }],
  awards: 'none',
  meta: { language: '???' },
} as unknown as Profile

/** By name. */
export const hardProfiles: Record<string, Profile> = {
  huge,
  longWords,
  characters,
  oddShapes,
  empty: {},
  noBasics: { work: [{ name: 'Acme', position: 'Engineer', startDate: '2019-01', highlights: ['Built it'] }] },
  noWork: {
    basics,
    education: [{ institution: 'NTNU', studyType: 'MSc', area: 'Physics', endDate: '2024-06' }],
    skills: [{ name: 'Python' }],
  },
  onlyName: { basics: { name: 'Alone' } },
}
