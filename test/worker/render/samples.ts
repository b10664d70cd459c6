// Résumés of many alphabets, one of two pages, one as hard as they come.
import type { Entry, Resume } from '../../../worker/render/resume.ts'

const e = (pieces: Partial<Entry>): Entry => ({
  title: null,
  organization: null,
  location: null,
  dates: null,
  url: null,
  text: null,
  bullets: [],
  ...pieces,
})

const long = (n: number) =>
  [
    'Led the migration of a monolithic billing system to event-driven services on Kubernetes, cutting month-end close from 3 days to 4 hours.',
    'Designed an idempotent payment pipeline in C++ and C# (.NET 8) handling 1,200 requests/s at 99.98% availability.',
    'Mentored 6 engineers; introduced trunk-based development and reduced lead time for changes by 45%.',
    'Built observability with OpenTelemetry and Grafana, halving mean time to recovery from 50 to 24 minutes.',
    'Negotiated with 3 vendors and saved €240,000 a year in licences.',
  ].slice(0, n)
export const english: Resume = {
  language: 'en',
  country: 'US',
  name: 'Katarzyna Łukasiewicz-Brown',
  label: 'Senior Backend Engineer',
  contacts: [
    { kind: 'email', text: 'kasia.brown@example.com', href: 'mailto:kasia.brown@example.com' },
    { kind: 'phone', text: '+1 415 555 0134', href: 'tel:+14155550134' },
    { kind: 'location', text: 'San Francisco, CA, United States', href: null },
    { kind: 'url', text: 'kasia.dev', href: 'https://kasia.dev' },
    { kind: 'profile', text: 'github.com/kasiabrown', href: 'https://github.com/kasiabrown' },
  ],
  sections: [
    {
      key: 'summary',
      title: 'Summary',
      entries: [
        e({
          text: 'Backend engineer with 12 years of experience in payments and logistics. Known for turning fragile systems into boring ones: clear contracts, measured reliability, and teams that ship every day.',
        }),
      ],
    },
    {
      key: 'skills',
      title: 'Skills',
      entries: [
        e({ title: 'Languages', text: 'TypeScript, Go, C++, C#, SQL, Python' }),
        e({ title: 'Platforms', text: 'PostgreSQL, Redis, Kafka, Kubernetes, AWS, Terraform' }),
        e({
          title: 'Practices',
          text: 'Domain-driven design, CI/CD, incident response, technical interviewing, cost control',
        }),
      ],
    },
    {
      key: 'work',
      title: 'Work Experience',
      entries: [
        e({
          title: 'Staff Software Engineer',
          organization: 'Northwind Payments, Inc.',
          location: 'San Francisco, CA',
          dates: 'Apr 2019 – Present',
          url: 'https://northwind.example.com/engineering',
          text: 'Owner of the ledger and settlement platform used by 400 merchants.',
          bullets: long(5),
        }),
        e({
          title: 'Senior Software Engineer',
          organization: 'Fabrikam Logistics',
          location: 'Seattle, WA',
          dates: 'Jan 2015 – Mar 2019',
          bullets: long(4),
        }),
        e({
          title: 'Software Engineer',
          organization: 'Contoso',
          location: 'Kraków, Poland',
          dates: 'Jun 2012 – Dec 2014',
          bullets: long(4),
        }),
        e({
          title: 'Junior Developer',
          organization: 'Adventure Works',
          location: 'Gdańsk, Poland',
          dates: '2010 – 2012',
          bullets: long(3),
        }),
        e({
          title: 'Research Assistant',
          organization: 'AGH University',
          location: 'Kraków, Poland',
          dates: '2009 – 2010',
          text: 'Kept in own words: studied scheduling of offline-first mobile data synchronisation.',
          bullets: long(2),
        }),
      ],
    },
    {
      key: 'projects',
      title: 'Projects',
      entries: [
        e({
          title: 'pgfence',
          dates: '2021 – Present',
          url: 'https://github.com/kasiabrown/pgfence',
          text: 'A small library for fencing tokens on PostgreSQL.',
          bullets: ['1,400 stars on GitHub; used in production by 9 companies.'],
        }),
        e({ title: 'Offline Maps', dates: '2018', text: 'A map that works in a tunnel.' }),
      ],
    },
    {
      key: 'education',
      title: 'Education',
      entries: [
        e({
          title: 'M.Sc. in Computer Science',
          organization: 'AGH University of Science and Technology',
          location: 'Kraków, Poland',
          dates: '2008 – 2010',
          text: 'Grade: 4.8/5.0',
        }),
        e({ title: 'B.Sc. in Mathematics', organization: 'Jagiellonian University', dates: '2005 – 2008' }),
      ],
    },
    {
      key: 'certificates',
      title: 'Certifications',
      entries: [
        e({
          title: 'AWS Certified Solutions Architect – Professional',
          organization: 'Amazon Web Services',
          dates: 'May 2022',
        }),
        e({ title: 'Certified Kubernetes Administrator', organization: 'CNCF', dates: '2021' }),
      ],
    },
    {
      key: 'languages',
      title: 'Languages',
      entries: [
        e({ title: 'Polish', text: 'Native speaker' }),
        e({ title: 'English', text: 'Fluent' }),
        e({ title: 'Vietnamese (Tiếng Việt)', text: 'Kỹ sư phần mềm, trình độ cơ bản: nghị định, chị' }),
      ],
    },
  ],
}
export const japanese: Resume = {
  language: 'ja',
  country: 'JP',
  name: '山田 太郎',
  label: 'シニアソフトウェアエンジニア',
  contacts: [
    { kind: 'email', text: 'taro@example.jp', href: 'mailto:taro@example.jp' },
    { kind: 'location', text: '東京都渋谷区', href: null },
  ],
  sections: [
    {
      key: 'summary',
      title: '職務要約',
      entries: [
        e({
          text: '決済システムの設計と運用に10年以上携わり、可用性99.98%を達成しました。チームを率いて、月次処理の時間を3日から4時間に短縮しました。「品質」と「速度」を両立する開発文化を作ることが得意です。',
        }),
      ],
    },
    {
      key: 'work',
      title: '職務経歴',
      entries: [
        e({
          title: 'リードエンジニア',
          organization: '株式会社ノースウィンド',
          location: '東京',
          dates: '2019年4月 – 現在',
          bullets: [
            'TypeScriptとPostgreSQLを用いた決済基盤を設計し、毎秒1,200件の要求を処理。',
            '6名のエンジニアを指導し、リリースまでの時間を45%短縮。障害対応の手順を整備し、平均復旧時間を50分から24分に半減させました。',
          ],
        }),
        e({
          title: 'ソフトウェアエンジニア',
          organization: 'コントソ',
          dates: '2012年6月 – 2019年3月',
          bullets: ['物流システムの開発。'],
        }),
      ],
    },
    {
      key: 'skills',
      title: 'スキル',
      entries: [e({ title: '言語', text: 'TypeScript、Go、C++、C#、日本語(母語)、英語' })],
    },
  ],
}
export const arabic: Resume = {
  language: 'ar',
  country: 'EG',
  name: 'محمد عبد الله الأحمد',
  label: 'مهندس برمجيات أول',
  contacts: [
    { kind: 'email', text: 'mohammed@example.com', href: 'mailto:mohammed@example.com' },
    { kind: 'phone', text: '+20 100 555 0134', href: 'tel:+201005550134' },
    { kind: 'location', text: 'القاهرة، مصر', href: null },
  ],
  sections: [
    {
      key: 'summary',
      title: 'نبذة',
      entries: [
        e({
          text: 'مهندس برمجيات لديه خبرة 12 عامًا في أنظمة الدفع (Payments) والخدمات اللوجستية. خفّض زمن الإغلاق الشهري من 3 أيام إلى 4 ساعات، وحقق توافرًا بنسبة 99.98% باستخدام PostgreSQL و C++ و .NET في بيئة سحابية.',
        }),
      ],
    },
    {
      key: 'work',
      title: 'الخبرة العملية',
      entries: [
        e({
          title: 'كبير مهندسي البرمجيات',
          organization: 'شركة نورث ويند',
          location: 'القاهرة',
          dates: 'أبريل 2019 – الآن',
          url: 'https://northwind.example.com',
          bullets: [
            'قاد ترحيل نظام الفوترة إلى Kubernetes.',
            'صمّم خط معالجة مدفوعات يتعامل مع 1,200 طلب في الثانية.',
            'Designed the public API in TypeScript.',
          ],
        }),
        e({
          title: 'مهندس برمجيات',
          organization: 'كونتوسو',
          dates: '2012 – 2019',
          bullets: ['لا إله… طوّر واجهات الاستخدام (React) لـ ٣ منتجات.'],
        }),
      ],
    },
    {
      key: 'skills',
      title: 'المهارات',
      entries: [
        e({ title: 'لغات البرمجة', text: 'TypeScript، Go، C++، C#' }),
        e({ title: 'اللغات', text: 'العربية، English' }),
      ],
    },
  ],
}
export const ukrainian: Resume = {
  language: 'uk',
  country: 'UA',
  name: 'Оксана Ґалаґан-Їжакевич',
  label: 'Провідна інженерка даних',
  contacts: [
    { kind: 'email', text: 'oksana@example.ua', href: 'mailto:oksana@example.ua' },
    { kind: 'location', text: 'Київ, Україна', href: null },
  ],
  sections: [
    {
      key: 'summary',
      title: 'Про себе',
      entries: [
        e({
          text: 'Інженерка даних із досвідом 8 років; побудувала сховище на 40 ТБ і скоротила час звітності з 6 годин до 20 хвилин. Ελληνικά: Καλημέρα κόσμε.',
        }),
      ],
    },
    {
      key: 'work',
      title: 'Досвід роботи',
      entries: [
        e({
          title: 'Провідна інженерка даних',
          organization: 'ТОВ «Північний вітер»',
          location: 'Київ',
          dates: 'квіт. 2019 – дотепер',
          bullets: [
            'Перенесла конвеєри даних на Apache Spark, зекономивши 240 000 ₴ на рік.',
            'Об’єднала команду з 6 інженерів; з’явилися щотижневі релізи.',
          ],
        }),
      ],
    },
  ],
}
export const hebrew: Resume = {
  language: 'he',
  country: 'IL',
  name: 'נועה כהן',
  label: 'מהנדסת תוכנה בכירה',
  contacts: [{ kind: 'email', text: 'noa@example.co.il', href: 'mailto:noa@example.co.il' }],
  sections: [
    {
      key: 'work',
      title: 'ניסיון תעסוקתי',
      entries: [
        e({
          title: 'ראש צוות פיתוח',
          organization: 'נורת׳ווינד בע״מ',
          location: 'תל אביב',
          dates: 'אפריל 2019 – היום',
          bullets: ['הובלתי מעבר ל-Kubernetes (כולל AWS) וחיסכון של 45% בעלויות.', 'ניהול 6 מהנדסים.'],
        }),
      ],
    },
  ],
}
export const korean: Resume = {
  language: 'ko',
  country: 'KR',
  name: '김민수',
  label: '백엔드 개발자',
  contacts: [],
  sections: [
    {
      key: 'work',
      title: '경력',
      entries: [
        e({
          title: '수석 개발자',
          organization: '(주)노스윈드',
          location: '서울',
          dates: '2019.04 – 현재',
          bullets: ['결제 시스템을 설계하여 초당 1,200건의 요청을 처리하고 가용성 99.98%를 달성했습니다.'],
        }),
      ],
    },
  ],
}
export const chinese: Resume = {
  language: 'zh-CN',
  country: 'CN',
  name: '王小明',
  label: '高级后端工程师',
  contacts: [{ kind: 'email', text: 'wang@example.cn', href: 'mailto:wang@example.cn' }],
  sections: [
    {
      key: 'summary',
      title: '个人简介',
      entries: [
        e({
          text: '拥有十二年支付与物流系统经验,主导单体计费系统向事件驱动架构迁移,将月结时间从三天缩短至四小时。熟悉TypeScript、Go、C++与PostgreSQL,注重可靠性与成本控制。',
        }),
      ],
    },
    {
      key: 'work',
      title: '工作经历',
      entries: [
        e({
          title: '首席工程师',
          organization: '北风支付有限公司',
          location: '上海',
          dates: '2019年4月 – 至今',
          bullets: ['设计每秒处理1,200个请求的支付管道。'],
        }),
      ],
    },
  ],
}
export const thaiHindi: Resume = {
  language: 'th',
  country: 'TH',
  name: 'สมชาย ใจดี',
  label: 'วิศวกรซอฟต์แวร์',
  contacts: [],
  sections: [
    {
      key: 'summary',
      title: 'สรุป',
      entries: [
        e({
          text: 'วิศวกรซอฟต์แวร์ที่มีประสบการณ์สิบสองปีในระบบการชำระเงินและโลจิสติกส์ ลดเวลาปิดบัญชีรายเดือนจากสามวันเหลือสี่ชั่วโมง และเพิ่มความพร้อมใช้งานของระบบ',
        }),
        e({ text: 'हिन्दी: सॉफ्टवेयर इंजीनियर, क्षेत्रीय प्रबंधन में विशेषज्ञता और बारह वर्षों का अनुभव।' }),
      ],
    },
  ],
}
export const hard: Resume = {
  language: 'en',
  country: null,
  name: 'Maximiliane-Friederike von und zu Hohenstein-Waldburg-Zeil III.',
  label: '🚀 Chief\u0007 Everything Officer 👩‍💻',
  contacts: [
    {
      kind: 'url',
      text: `https://example.com/${'a-very-long-path/'.repeat(18)}`,
      href: `https://example.com/${'a-very-long-path/'.repeat(18)}`,
    },
    { kind: 'email', text: 'x@y.z', href: 'mailto:x@y.z' },
  ],
  sections: [
    {
      key: 'summary',
      title: 'Summary',
      entries: [
        e({
          text:
            'W'.repeat(300) +
            ' and e\u0301 NFD, zero\u200bwidth, soft\u00adhyphen, שלום עולם (mixed) العربية 123 direction, 日本語も, ★ → ✓ fi ffl, ﬁ, ½, Ⅷ, \u{1F468}\u200D\u{1F469}\u200D\u{1F467}.\nSecond line.\n\n\tThird line.',
        }),
      ],
    },
    {
      key: 'work',
      title: 'Work Experience',
      entries: Array.from({ length: 12 }, (_, i) =>
        e({
          title: `Role number ${i + 1} with quite a long title that goes on`,
          organization: `Employer ${i + 1}`,
          location: 'Somewhere, Far Away',
          dates: `Jan ${2000 + i} – Dec ${2001 + i}`,
          bullets: Array.from({ length: 10 }, (_, j) => long(5)[(i + j) % 5]!),
        }),
      ),
    },
  ],
}

export const samples: Record<string, Resume> = {
  english,
  japanese,
  arabic,
  ukrainian,
  hebrew,
  korean,
  chinese,
  thaiHindi,
  hard,
}
