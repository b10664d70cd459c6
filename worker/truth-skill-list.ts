// The skill names we ship: what counts as a skill although neither the profile nor the job names it, the other names of
// a skill that mean the same, and the names that are ordinary words too.

const names = (list: string): string[] => list.split(/\s*,\s*/).map(name => name.trim())

const LANGUAGES = `Python, Java, JavaScript, TypeScript, C, C++, C#, F#, Go, Rust, Ruby, PHP, Perl, Swift, Kotlin, Scala, Groovy, Clojure,
  Haskell, Erlang, Elixir, OCaml, Elm, Dart, Lua, Julia, R, MATLAB, Fortran, COBOL, Ada, Pascal, Delphi, Object Pascal, Objective-C,
  Visual Basic, VB.NET, VBA, PL/SQL, T-SQL, SQL, NoSQL, Bash, PowerShell, Shell scripting, Assembly, Solidity, Apex, ABAP, Prolog, Lisp,
  Scheme, Racket, Zig, Nim, Crystal, Verilog, VHDL, SystemVerilog, HTML, CSS, Sass, Less, XML, JSON, YAML, GraphQL, WebAssembly,
  CoffeeScript, ReScript, Hack, Tcl, SAS, Stata, SPSS, 1C`

const WEB = `React, React Native, Angular, AngularJS, Vue, Nuxt, Next.js, Svelte, SvelteKit, Solid.js, Ember, Backbone.js, jQuery, Redux, MobX,
  Zustand, Remix, Gatsby, Astro, Alpine.js, htmx, Lit, Stencil, Storybook, Webpack, Vite, Rollup, Parcel, esbuild, Babel, Tailwind CSS,
  Bootstrap, Material UI, Chakra UI, styled-components, Node.js, Deno, Bun, Express, Fastify, NestJS, Koa, Hapi, Meteor, Socket.IO, tRPC,
  WebSocket, WebSockets, WebRTC, gRPC, Protobuf, REST, SOAP, OAuth, OAuth 2.0, OpenID Connect, SAML, JWT, LDAP, SSO, Django, Flask,
  FastAPI, Pyramid, Tornado, Celery, SQLAlchemy, Pydantic, Ruby on Rails, Sinatra, Sidekiq, Laravel, Symfony, CodeIgniter, CakePHP, Yii,
  Zend, WordPress, Drupal, Joomla, Magento, Shopify, WooCommerce, Spring, Spring Boot, Hibernate, JPA, Struts, Quarkus, Micronaut, Vert.x,
  Play Framework, Akka, Ktor, Grails, Phoenix, ASP.NET, ASP.NET Core, .NET, .NET Core, Blazor, Entity Framework, WPF, WinForms, Xamarin,
  MAUI, Flutter, Ionic, Cordova, SwiftUI, UIKit, Jetpack Compose, RxJS, RxJava, Electron, Tauri, Qt, Three.js, D3.js, WebGL, Unity,
  Unreal Engine, Godot, OpenGL, Vulkan, DirectX, Contentful, Strapi, Sanity, Prisma, TypeORM, Sequelize, Drizzle, Knex, Mongoose, Maven,
  Gradle, Ant, npm, Yarn, pnpm, pip, Poetry, Composer, Bazel, CMake`

const DATA = `MySQL, MariaDB, PostgreSQL, SQLite, Oracle Database, SQL Server, IBM Db2, MongoDB, Cassandra, ScyllaDB, Couchbase, CouchDB, DynamoDB,
  Redis, Valkey, Memcached, Elasticsearch, OpenSearch, Solr, Neo4j, InfluxDB, TimescaleDB, ClickHouse, Snowflake, BigQuery, Redshift,
  Databricks, Synapse, Teradata, Vertica, Presto, Trino, Hive, Hadoop, HDFS, HBase, Spark, PySpark, Flink, Beam, Storm, Kafka, Kinesis,
  Pulsar, RabbitMQ, ActiveMQ, NATS, ZeroMQ, Pub/Sub, SQS, SNS, Airflow, Dagster, Prefect, Luigi, dbt, Fivetran, Airbyte, Talend,
  Informatica, SSIS, SSRS, SSAS, ETL, ELT, Delta Lake, Iceberg, Hudi, Parquet, Avro, Supabase, Firebase, Firestore, PlanetScale,
  CockroachDB, Pinecone, Weaviate, Milvus, pgvector, Tableau, Power BI, Looker, Qlik, Metabase, Superset, Grafana, Kibana, Splunk,
  Google Analytics, Mixpanel, Amplitude, Segment, Snowplow, Excel, Power Query, Power Pivot, DAX, Pandas, NumPy, SciPy, Matplotlib,
  Seaborn, Plotly, Dash, Streamlit, Jupyter, Polars, Dask, scikit-learn, TensorFlow, PyTorch, Keras, JAX, XGBoost, LightGBM, CatBoost,
  spaCy, NLTK, OpenCV, YOLO, Hugging Face, LangChain, LlamaIndex, OpenAI, ChatGPT, GPT-4, LLM, LLMs, RAG, BERT, Transformers,
  Stable Diffusion, MLflow, Kubeflow, SageMaker, Vertex AI, Weights & Biases, CUDA, cuDNN, ONNX, TensorRT, machine learning,
  deep learning, reinforcement learning, computer vision, natural language processing, artificial intelligence, neural networks,
  data science, data mining, data warehousing, data modelling, data modeling, A/B testing, time series forecasting, RStudio, ggplot2,
  tidyverse, Shiny, KNIME, RapidMiner, Alteryx`

const OPERATIONS = `AWS, Azure, Google Cloud, Alibaba Cloud, Oracle Cloud, IBM Cloud, DigitalOcean, Heroku, Vercel, Netlify, Cloudflare, Fastly, Akamai,
  EC2, S3, RDS, Lambda, ECS, EKS, Fargate, CloudFormation, CloudFront, CloudWatch, Route 53, IAM, VPC, GKE, AKS, Cloud Run, App Engine,
  Azure DevOps, Azure Functions, Docker, Docker Compose, Podman, containerd, Kubernetes, OpenShift, Rancher, Helm, Istio, Linkerd, Envoy,
  Consul, Vault, Nomad, Terraform, OpenTofu, Pulumi, Ansible, Puppet, Chef, SaltStack, Vagrant, Packer, Jenkins, GitHub Actions,
  GitLab CI, CircleCI, Travis CI, TeamCity, Bamboo, Argo CD, Flux, Tekton, Spinnaker, CI/CD, DevOps, DevSecOps, GitOps, SRE,
  site reliability engineering, infrastructure as code, microservices, serverless, event sourcing, CQRS, domain-driven design, Prometheus,
  Datadog, New Relic, Dynatrace, AppDynamics, Sentry, PagerDuty, OpenTelemetry, Jaeger, Zipkin, ELK, Logstash, Fluentd, Loki, Nagios,
  Zabbix, Nginx, HAProxy, Traefik, Tomcat, JBoss, WebLogic, WebSphere, IIS, Linux, Unix, Ubuntu, Debian, Red Hat, CentOS, RHEL, Windows Server,
  macOS, iOS, Android, FreeRTOS, Embedded Linux, Yocto, Arduino, Raspberry Pi, PLC, SCADA, ROS, MQTT, CAN bus, Modbus, TCP/IP, DNS, DHCP,
  BGP, OSPF, MPLS, VPN, VLAN, SD-WAN, Cisco, Juniper, Fortinet, Palo Alto Networks, VMware, vSphere, Hyper-V, Proxmox, Citrix,
  Active Directory, Entra ID, Okta, Auth0, Keycloak, Intune, SCCM, Jamf, Wireshark, Nmap, Metasploit, Burp Suite, Kali Linux, SIEM, SOAR,
  OWASP, penetration testing, threat modeling, cryptography, zero trust, ISO 27001, SOC 2, PCI DSS, HIPAA, GDPR, NIST, CISSP, CISM, CISA,
  CEH, OSCP, CCNA, CCNP, CompTIA, ITIL, Git, GitHub, GitLab, Bitbucket, Subversion, Mercurial, Perforce, Blockchain, Ethereum, Bitcoin,
  Hyperledger, Web3, SAP, SAP HANA, S/4HANA, Salesforce, ServiceNow, Workday, NetSuite, Dynamics 365, SharePoint, Power Automate,
  Power Apps, MuleSoft, UiPath, Blue Prism, Zapier, Camunda`

const QUALITY = `Selenium, Cypress, Playwright, Puppeteer, WebdriverIO, Appium, Jest, Vitest, Mocha, Jasmine, Karma, JUnit, TestNG, Mockito, pytest,
  RSpec, PHPUnit, NUnit, xUnit, Cucumber, Robot Framework, Postman, SoapUI, JMeter, Gatling, k6, Locust, SonarQube, TestRail, TDD, BDD,
  test-driven development, behavior-driven development, unit testing, ISTQB, Jira, Confluence, Trello, Asana, ClickUp, Basecamp, Miro,
  Scrum, Kanban, SAFe, Six Sigma, Lean Six Sigma, PRINCE2, PMP, OKRs, Agile, waterfall, MS Project, Primavera, Slack, Zoom,
  Microsoft Teams, Microsoft Office, Microsoft Word, PowerPoint, Outlook, Visio, Google Workspace, Google Sheets`

const BUSINESS = `HubSpot, Marketo, Pardot, Mailchimp, Klaviyo, Braze, Intercom, Zendesk, Freshdesk, Google Ads, Facebook Ads, Meta Ads, LinkedIn Ads,
  TikTok Ads, SEO, SEM, PPC, CRM, ERP, Semrush, Ahrefs, Moz, Google Tag Manager, Google Search Console, Hootsuite, Buffer, Optimizely,
  Hotjar, email marketing, content marketing, affiliate marketing, growth hacking, Adobe Photoshop, Adobe Illustrator, Adobe InDesign,
  Adobe XD, Adobe Premiere Pro, After Effects, Lightroom, Adobe Creative Suite, Adobe Creative Cloud, Figma, Sketch, InVision, Zeplin,
  Framer, Canva, CorelDRAW, Affinity Designer, Blender, Maya, 3ds Max, Cinema 4D, ZBrush, Houdini, Nuke, DaVinci Resolve, Final Cut Pro,
  Pro Tools, Ableton Live, AutoCAD, Revit, SolidWorks, CATIA, Fusion 360, ArchiCAD, SketchUp, Rhino, Grasshopper, ANSYS, Abaqus, COMSOL,
  LabVIEW, Simulink, Altium Designer, KiCad, Eagle, GIS, ArcGIS, QGIS, BIM, CNC, GMP, GxP, GLP, HACCP, FMEA, APQP, PPAP, ISO 9001,
  ISO 14001, IATF 16949, QuickBooks, Xero, Sage, DATEV, Bloomberg Terminal, FactSet, GAAP, US GAAP, IFRS, SOX, CPA, CFA, FRM, ACCA, CIMA, KYC,
  AML, M&A, LBO, DCF, Basel III, Solvency II, Murex, Calypso, SWIFT, FIX, SEPA, Epic, Cerner, EHR, EMR, HL7, FHIR, DICOM, ICD-10, CPR, BLS, ACLS,
  LexisNexis, Westlaw, Ironclad, Clio, Blackboard, Moodle, Canvas LMS, SCORM, Articulate Storyline, TESOL, TEFL, CELTA, IELTS, TOEFL, JLPT,
  PhD, MBA, MSc, BSc, LLM degree, JD degree, MD degree`

/** Every skill name we ship. */
export const SKILL_NAMES: string[] = [LANGUAGES, WEB, DATA, OPERATIONS, QUALITY, BUSINESS].flatMap(names)

/** Skills whose name is an ordinary word: only a capital in mid-sentence, or "in go," makes them a skill. */
export const ORDINARY_SKILLS: ReadonlySet<string> = new Set(
  names(`c, d, go, r, ada, agile, ant, apex, assembly, astro, bamboo, beam, bun, buffer, canvas, chef, composer, consul, crystal, dash, eagle,
  ember, envoy, epic, excel, express, fix, flask, flux, framer, hack, helm, hive, iceberg, julia, karma, koa, lambda, less, lit, luigi,
  maya, meteor, mocha, moz, nim, nomad, nuke, outlook, packer, parcel, phoenix, play, poetry, presto, prefect, pulsar, puppet, pyramid,
  react, remix, rest, rhino, rust, ruby, sage, sanity, scheme, segment, shiny, sketch, slack, soap, spark, spring, stencil, storm, swift,
  synapse, tornado, transformers, unity, vault, waterfall, zoom, yarn, struts, hibernate, backbone, racket, babel, celery, locust,
  notion, linear, shell, access, word, teams, dart, bash, pascal, node, rails,
  premiere, illustrator, asp, ms, bs, ts, mongo`),
)

/** Of those, the ones that in small letters are mostly no skill, also where the profile or the job names the skill. */
export const SMALL_LETTER_WORDS: ReadonlySet<string> = new Set(
  names(`c, d, r, go, react, express, excel, spring, less, rest, word, access, segment, play, fix, hack, spark, sketch, swift, buffer,
  linear, teams, outlook, notion, node, unity, ant, assembly`),
)

/** Of those, the ones that also open a sentence in their other sense; "Excel" and "React" only before these words. */
export const OPENING_WORDS: ReadonlyMap<string, string[] | null> = new Map([
  ...names(
    'agile, buffer, express, fix, hack, less, play, rest, segment, sketch, spark, swift, word, access, linear',
  ).map((name): [string, null] => [name, null]),
  ['excel', ['at', 'in', 'as']],
  ['react', ['to', 'quickly', 'promptly']],
])

/** Names of the same skill: any of a line bears any other of it. */
export const SAME_SKILLS: string[][] = [
  ...`JavaScript, JS, java script; TypeScript, TS, type script; PowerShell, power shell; WordPress, word press; Kubernetes, k8s; PostgreSQL, Postgres, psql; Go, Golang; Node.js, Node, NodeJS; React, React.js, ReactJS;
  Vue, Vue.js, VueJS; Next.js, NextJS; Nuxt, Nuxt.js; NestJS, Nest.js; Express, Express.js, ExpressJS; Angular, Angular.js; D3.js, D3;
  Three.js, ThreeJS; AWS, Amazon Web Services; Google Cloud, GCP, Google Cloud Platform; Azure, Microsoft Azure, MS Azure;
  SQL Server, MSSQL, MS SQL, Microsoft SQL Server, MS SQL Server; Oracle Database, Oracle DB; C#, CSharp, C Sharp; C++, CPP;
  .NET, dotnet, .NET Framework; .NET Core, dotnet core; ASP.NET, ASP; Objective-C, ObjC; MongoDB, Mongo; Elasticsearch, Elastic Search;
  Ruby on Rails, Rails, RoR; scikit-learn, sklearn; TensorFlow, Tensor Flow; Power BI, PowerBI; Excel, Microsoft Excel, MS Excel;
  PowerPoint, Microsoft PowerPoint, MS PowerPoint, power point; Microsoft Word, MS Word; Microsoft Office, MS Office, Office 365, Microsoft 365;
  Microsoft Teams, MS Teams; Outlook, Microsoft Outlook; CI/CD, CICD, continuous integration and delivery, continuous integration and continuous delivery;
  machine learning, ML; artificial intelligence, AI; natural language processing, NLP; infrastructure as code, IaC;
  test-driven development, TDD; behavior-driven development, BDD, behaviour-driven development; domain-driven design, DDD;
  site reliability engineering, SRE; HTML, HTML5; CSS, CSS3; REST, RESTful, REST API, REST APIs, RESTful API, RESTful APIs; WebSocket, WebSockets, web sockets;
  OAuth, OAuth2, OAuth 2.0; OpenID Connect, OIDC; Kafka, Apache Kafka; Spark, Apache Spark; Airflow, Apache Airflow; Hadoop, Apache Hadoop;
  Flink, Apache Flink; Cassandra, Apache Cassandra; Beam, Apache Beam; Hive, Apache Hive; Tomcat, Apache Tomcat; EC2, Amazon EC2, AWS EC2;
  S3, Amazon S3, AWS S3; RDS, Amazon RDS, AWS RDS; Lambda, AWS Lambda; DynamoDB, Amazon DynamoDB, AWS DynamoDB; SQS, Amazon SQS, AWS SQS;
  SNS, Amazon SNS, AWS SNS; EKS, Amazon EKS, AWS EKS; ECS, Amazon ECS, AWS ECS; Redshift, Amazon Redshift, AWS Redshift;
  SageMaker, Amazon SageMaker, AWS SageMaker; BigQuery, Google BigQuery, Big Query; Tailwind CSS, Tailwind, TailwindCSS; Sass, SCSS;
  Adobe Photoshop, Photoshop; Adobe Illustrator, Illustrator; Adobe InDesign, InDesign; After Effects, Adobe After Effects;
  Adobe Premiere Pro, Premiere Pro, Premiere; Google Workspace, G Suite; SEO, search engine optimization, search engine optimisation;
  CRM, customer relationship management; ERP, enterprise resource planning; GitHub Actions, GH Actions; GitLab CI, GitLab CI/CD;
  A/B testing, A/B tests, AB testing, split testing; LLM, LLMs, large language models, large language model; Protobuf, Protocol Buffers;
  data modelling, data modeling; ELK, ELK stack; Bash, Bash scripting; Hugging Face, HuggingFace; Jupyter, Jupyter Notebook, Jupyter Notebooks;
  PhD, Ph.D., doctorate; MBA, Master of Business Administration; BSc, B.Sc., Bachelor of Science, BS; MSc, M.Sc., Master of Science, MS;
  Salesforce, SFDC; Dynamics 365, Microsoft Dynamics 365, D365; SharePoint, Microsoft SharePoint; VS Code, Visual Studio Code;
  UX, user experience; UI, user interface; QA, quality assurance; API, APIs, application programming interface; Active Directory, Microsoft Active Directory;
  Entra ID, Azure AD, Microsoft Entra ID; Nginx, NGINX; GDPR, General Data Protection Regulation; GCC, GNU Compiler Collection; OKRs, OKR`
    .split(/\s*;\s*/)
    .map(names),
]

/** Employers that a model is most likely to invent, also in lower case. */
export const KNOWN_EMPLOYERS: string[] =
  names(`Google, Alphabet, Microsoft, Facebook, Netflix, LinkedIn, Twitter, Uber, Airbnb, Spotify, Tesla, SpaceX,
  Nvidia, Intel, AMD, Qualcomm, IBM, Accenture, Deloitte, PwC, KPMG, EY, McKinsey, Bain & Company, BCG, Goldman Sachs, Morgan Stanley, JPMorgan,
  Citigroup, Barclays, HSBC, UBS, Siemens, Bosch, Samsung, Sony, Toyota, Volkswagen, BMW, Huawei, Alibaba, Tencent, ByteDance, TikTok, Infosys, Wipro,
  TCS, Cognizant, Capgemini, EPAM, SoftServe, GlobalLogic, Stripe, PayPal, Revolut, Klarna, Booking.com, Palantir, NASA, CERN,
  Amazon, Apple, Oracle, Shell, Target, Visa, Mastercard, Airbus, Boeing, Lockheed Martin, Raytheon, Northrop Grumman, Honeywell, General Electric,
  General Motors, Ford, Ferrari, Porsche, Audi, Opel, Daimler, Mercedes-Benz, Renault, Peugeot, Stellantis, Rheinmetall, ThyssenKrupp, Lufthansa,
  Deutsche Bahn, Deutsche Bank, Deutsche Telekom, Deutsche Post, Deutsche Börse, Telekom, Commerzbank, Allianz, Munich Re, BASF, E.ON, RWE, Henkel,
  Infineon, Zalando, Adidas, Lidl, Aldi, Edeka, DHL, FedEx, Maersk, Ikea, Ericsson, Nokia, Philips, Vodafone, Verizon, AT&T, Comcast, Walmart,
  Costco, Starbucks, McDonald's, Nike, Disney, Coca-Cola, PepsiCo, Procter & Gamble, Unilever, Nestlé, Danone, L'Oréal, LVMH, Michelin, TotalEnergies,
  ExxonMobil, Gazprom, Rosneft, Sberbank, Yandex, Carrefour, Inditex, Santander, BNP Paribas, Société Générale, Telefónica, Repsol, Iberdrola,
  Novartis, Pfizer, AstraZeneca, GlaxoSmithKline, Sanofi, BlackRock, Wells Fargo, Bank of America, Citibank, Credit Suisse, Harvard, Stanford,
  Yale, Princeton, Caltech`)

/** Titles and degrees that make more of a candidate than the sources do. */
export const TITLES_AND_DEGREES: string[] =
  names(`CEO, CTO, CFO, COO, CIO, CISO, CMO, CPO, VP, SVP, EVP, vice president, president, director, directors, managing director, head of,
  chief, founder, co-founder, cofounder, chairman, chairwoman, board member, partner at, senior, principal engineer, staff engineer, team lead,
  team leader, tech lead, technical lead, professor, lecturer, manager, bachelor, bachelor's degree, master's degree, masters degree, doctorate,
  doctoral, postdoctoral, graduate of, honors, honours, summa cum laude, magna cum laude, cum laude, valedictorian, certified, licensed, chartered,
  award-winning, patented, double-digit, triple-digit, six-figure, seven-figure, eight-figure`)
