/**
 * English (and other) names of first-level subdivisions that the ISO 3166-2 names do not lead to, by country: one
 * `code name|name…` a line. Reviewed by hand against ISO 3166-2; `region-coverage.ts` measures what still misses.
 * A name here counts before ISO's own, which matters where a city and the region round it share one (Kyiv, Moscow,
 * Minsk). A line may also name a subdivision of another country, by its full code: the geolocation data files
 * Crimea and parts of Donbas under RU, ISO 3166-2 and the edge under UA.
 */
export const REGION_ALIASES: Readonly<Record<string, string>> = {
  UA: `
    05 Vinnytsia|Vinnytsya|Vinnitsa
    07 Volyn
    09 Luhansk|Lugansk
    12 Dnipropetrovsk|Dnipro
    14 Donetsk
    18 Zhytomyr
    21 Zakarpattia|Transcarpathia
    23 Zaporizhzhia|Zaporizhzhya|Zaporizhia
    26 Ivano-Frankivsk
    30 Kyiv City|Kiev City|Misto Kyiv
    32 Kyiv|Kyiv Oblast|Kiev|Kiev Oblast
    35 Kirovohrad
    40 Sevastopol|Sevastopol City|Sebastopol City|Sebastopol|Gorod Sevastopol
    43 Crimea|Republic of Crimea|Autonomous Republic of Crimea
    46 Lviv
    48 Mykolaiv|Mykolayiv
    51 Odesa|Odessa
    53 Poltava
    56 Rivne
    59 Sumy
    61 Ternopil
    63 Kharkiv
    65 Kherson
    68 Khmelnytskyi|Khmelnytskyy
    71 Cherkasy
    74 Chernihiv
    77 Chernivtsi`,
  RU: `
    UA-43 Crimea|Republic of Crimea
    UA-40 Sevastopol|Sevastopol City|Sebastopol City
    UA-09 Luhansk
    UA-14 Donetsk
    UA-63 Kharkivska Oblast
    AD Adygeya Republic|Adygea
    AL Altai|Altai Republic|Altay Republic
    ALT Altay Kray|Altai Krai
    AMU Amur
    ARK Arkhangelsk|Arkhangelskaya
    AST Astrakhan
    BA Bashkortostan
    BEL Belgorod
    BRY Bryansk
    BU Buryatiya|Buryatia
    CE Chechnya
    CHE Chelyabinsk
    CHU Chukotka
    CU Chuvash|Chuvashia
    DA Dagestan
    IN Ingushetiya|Ingushetia
    IRK Irkutsk
    IVA Ivanovo
    KAM Kamchatka
    KB Kabardino-Balkariya|Kabardino-Balkaria
    KC Karachayevo-Cherkesiya|Karachay-Cherkessia
    KDA Krasnodar|Krasnodarskiy
    KEM Kemerovo|Kuzbass
    KGD Kaliningrad
    KGN Kurgan
    KHA Khabarovsk
    KHM Khanty-Mansia|Khanty-Mansi
    KIR Kirov
    KK Khakasiya|Khakassia
    KL Kalmykiya|Kalmykia
    KLU Kaluga
    KO Komi
    KOS Kostroma
    KR Karelia|Kareliya
    KRS Kursk
    KYA Krasnoyarsk|Krasnoyarskiy
    LEN Leningrad|Leningradskaya
    LIP Lipetsk
    MAG Magadan
    ME Mariy-El|Mari El
    MO Mordoviya|Mordovia
    MOS Moscow Oblast
    MOW Moscow
    MUR Murmansk
    NEN Nenets
    NGR Novgorod
    NIZ Nizhny Novgorod|Nizhniy Novgorod
    NVS Novosibirsk
    OMS Omsk
    ORE Orenburg
    ORL Oryol|Orel
    PER Perm
    PNZ Penza
    PRI Primorye|Primorskiy (Maritime) Kray
    PSK Pskov
    ROS Rostov
    RYA Ryazan
    SA Sakha|Yakutia
    SAK Sakhalin
    SAM Samara
    SAR Saratov
    SE North Ossetia|North Ossetia–Alania
    SMO Smolensk
    SPE St.-Petersburg|Saint Petersburg
    STA Stavropol
    SVE Sverdlovsk
    TA Tatarstan
    TAM Tambov
    TOM Tomsk
    TUL Tula
    TVE Tver
    TY Tyva|Tuva
    TYU Tyumen
    UD Udmurtiya|Udmurtia
    ULY Ulyanovsk
    VGG Volgograd
    VLA Vladimir
    VLG Vologda
    VOR Voronezh|Voronezj
    YAN Yamalo-Nenets
    YAR Yaroslavl|Jaroslavl
    YEV Jewish Autonomous Oblast
    ZAB Zabaykalskiy (Transbaikal) Kray|Transbaikal Territory`,
  DE: `
    BY Bavaria
    HB Free Hanseatic City of Bremen
    HE Hesse
    HH Free and Hanseatic City of Hamburg
    NI Lower Saxony
    NW North Rhine-Westphalia
    RP Rhineland-Palatinate
    SN Saxony
    ST Saxony-Anhalt
    TH Thuringia`,
  FR: `
    20R Corsica
    971 Grande-terre|Basse-terre|Les Abymes
    972 Fort-de-france|Le Marin
    973 Cayenne
    974 Saint-paul
    ARA Rhone-Alpes|Auvergne
    BFC Bourgogne|Burgundy|Franche-Comte
    BRE Brittany
    MF Collectivity of Saint Martin
    NAQ New Aquitaine
    NC Province Nord
    NOR Normandy
    PAC Provence|Provence-Alpes-Cote dAzur`,
  IT: `
    21 Piedmont
    23 Aosta Valley
    25 Lombardy
    32 Trentino-Alto Adige
    52 Tuscany
    57 The Marches
    75 Apulia
    77 Basilicate|Basilicata
    82 Sicily
    88 Sardinia`,
  ES: `
    AN Andalusia
    AS Asturias
    CL Castille and Leon|Castile and Leon
    CM Castille-La Mancha|Castile-La Mancha
    CN Canary Islands
    CT Catalonia
    IB Balearic Islands
    MC Murcia
    MD Madrid
    NC Navarre
    PV Basque Country
    VC Valencia`,
  GB: `
    ENG England
    NIR Northern Ireland
    SCT Scotland
    WLS Wales`,
  CN: `
    GX Guangxi
    NM Inner Mongolia
    NX Ningxia
    XJ Xinjiang
    XZ Tibet`,
  US: `
    DC District of Columbia|Washington, D.C.|Washington D.C.
    VI Virgin Islands`,
  CA: `
    NL Newfoundland|Labrador
    YT Yukon Territory`,
  IN: `
    AN Andaman and Nicobar
    CG Chhattisgarh
    DH Dadra and Nagar Haveli|Daman and Diu|Dadra and Nagar Haveli and Daman and Diu
    DL National Capital Territory of Delhi|NCT
    OD Orissa
    PY Puducherry|Pondicherry
    TN Tamil Nadu
    UK Uttarakhand|Uttaranchal
    WB Bengal`,
  BR: `
    DF Federal District`,
  MX: `
    CMX Mexico City|Distrito Federal
    COA Coahuila
    MEX Mexico|State of Mexico
    MIC Michoacan
    VER Veracruz`,
  AU: `
    ACT ACT`,
  JP: `
    07 Fukushima
    09 Tochigi
    12 Chiba
    17 Ishikawa
    18 Fukui
    19 Yamanashi
    21 Gifu
    22 Shizuoka
    23 Aichi
    25 Shiga
    32 Shimane
    34 Hiroshima
    35 Yamaguchi
    36 Tokushima
    39 Kochi
    40 Fukuoka
    46 Kagoshima`,
  KR: `
    11 Seoul
    26 Busan
    27 Daegu
    28 Incheon
    29 Gwangju
    30 Daejeon
    31 Ulsan
    42 Gangwon-do|Gangwon
    43 North Chungcheong
    44 South Chungcheong
    49 Jeju-do|Jeju
    50 Sejong-si|Sejong`,
  KP: `
    01 Pyongyang
    04 Chagang`,
  TW: `
    CYI Chiayi City
    CYQ Chiayi County
    HSQ Hsinchu County
    HSZ Hsinchu City
    KIN Fukien`,
  IR: `
    00 Markazi
    01 Gilan
    02 Mazandaran
    03 East Azerbaijan
    04 West Azerbaijan
    09 Razavi Khorasan
    10 Isfahan
    11 Sistan and Baluchestan
    12 Kurdistan|Kordestan
    14 Chaharmahal and Bakhtiari
    17 Kohgiluyeh and Boyer-Ahmad
    28 North Khorasan
    29 South Khorasan`,
  SY: `
    DI Damascus
    DR Daraa
    DY Deir ez-Zor
    HI Homs
    HL Aleppo
    HM Hama
    LA Latakia
    QU Quneitra
    RA Raqqa
    RD Rif-dimashq
    SU Suwayda
    TA Tartus`,
  CU: `
    03 Havana`,
  BY: `
    BR Brest
    HM Minsk City
    HO Homyel|Homyel Voblasc|Gomel
    HR Grodnenskaya|Grodno
    MA Mogilev
    MI Minsk
    VI Vitebsk`,
  VE: `
    A Distrito Federal|Capital District
    X Estado La Guaira`,
  MM: `
    06 Rangoon`,
  NL: `
    FR Friesland
    NB North Brabant
    NH North Holland
    ZH South Holland`,
  BE: `
    BRU Brussels Capital
    VLG Flanders
    WAL Wallonia`,
  PL: `
    02 Lower Silesia
    04 Kujawsko-Pomorskie|Kuyavia-Pomerania
    06 Lublin
    08 Lubusz
    10 Lodz Voivodeship
    12 Lesser Poland
    14 Mazovia
    16 Opole Voivodeship
    18 Subcarpathia|Subcarpathian
    20 Podlasie
    22 Pomerania
    24 Silesia
    28 Warmia-Masuria
    30 Greater Poland
    32 West Pomerania`,
  SE: `
    AB Stockholm
    AC Vasterbotten
    BD Norrbotten
    C Uppsala
    D Sodermanland
    E Ostergotland
    F Jonkoping
    G Kronoberg
    H Kalmar
    I Gotland
    K Blekinge
    M Skane
    N Halland
    O Vastra Gotaland
    S Varmland
    T Orebro
    U Vastmanland
    W Dalarna
    X Gavleborg
    Y Vasternorrland
    Z Jamtland`,
  DK: `
    81 North Denmark
    82 Central Jutland
    83 South Denmark
    84 Capital Region
    85 Zealand`,
  // The counties of 2024 (ISO 3166-2:NO as of November 2023), newer than the package's list.
  NO: `
    15 More og Romsdal
    31 Ostfold
    32 Akershus
    33 Buskerud
    39 Vestfold
    40 Telemark
    50 Trondelag
    55 Troms
    56 Finnmark
    42 Vest-Agder|Aust-Agder
    46 Hordaland|Sogn og Fjordane`,
  FI: `
    02 South Karelia
    03 South Ostrobothnia|Southern Ostrobothnia
    04 South Savo
    07 Central Ostrobothnia
    08 Central Finland
    10 Lapland
    11 Tampere|Pirkanmaa
    12 Ostrobothnia
    13 North Karelia
    14 North Ostrobothnia|Northern Ostrobothnia
    15 North Savo|Northern Savonia
    18 Newland
    19 Southwest Finland`,
  AT: `
    2 Carinthia
    3 Lower Austria
    4 Upper Austria
    6 Styria
    7 Tyrol
    9 Vienna`,
  CH: `
    BS Basel-City
    GE Geneva
    GR Grisons
    LU Lucerne
    SG Saint Gall`,
  CZ: `
    10 Prague|Hlavni mesto Praha
    20 Central Bohemia|Central Bohemian
    31 South Bohemian|Jihocesky
    32 Plzen
    41 Carlsbad|Karlovy Vary
    42 Usti nad Labem
    51 Liberec
    52 Hradec Kralove
    53 Pardubice|Pardubicky
    63 Vysocina
    64 South Moravian
    71 Olomouc|Olomoucky
    72 Zlin
    80 Moravian-Silesian|Moravskoslezsky`,
  SK: `
    BC Banska Bystrica
    BL Bratislava
    KI Kosice
    NI Nitra|Nitriansky
    PV Presov
    TA Trnava
    TC Trencin
    ZI Zilina`,
  GR: `
    69 Mount Athos
    A East Macedonia and Thrace
    B Central Macedonia
    C West Macedonia
    D Epirus
    E Thessaly
    F Ionian Islands
    G West Greece
    H Central Greece
    I Attica
    J Peloponnese
    K North Aegean
    L South Aegean
    M Crete`,
  PT: `
    11 Lisbon
    20 Azores
    30 Madeira`,
  HR: `
    01 Zagreb County|County of Zagreb
    02 Krapina-Zagorje
    03 Sisak-Moslavina
    04 Karlovac
    05 Varazdin
    06 Koprivnica-Krizevci
    07 Bjelovar-Bilogora
    08 Primorje-Gorski Kotar
    09 Lika-Senj
    10 Virovitica-Podravina
    11 Pozega-Slavonia
    12 Brod-Posavina|Slavonski Brod-Posavina
    13 Zadar
    14 Osijek-Baranja
    15 Sibenik-Knin
    16 Vukovar-Srijem
    17 Split-Dalmatia
    18 Istria
    19 Dubrovnik-Neretva
    20 Medimurje
    21 Zagreb|City of Zagreb`,
  IE: `
    C Connacht|Connaught`,
  RO: `
    B Bucharest`,
  BG: `
    22 Sofia-grad|Sofia-Capital`,
  TR: `
    03 Afyon
    34 Istanbul`,
  IL: `
    D Southern District
    HA Haifa
    JM Jerusalem
    M Central District
    TA Tel Aviv
    Z Northern District`,
  AE: `
    AJ Ajman
    AZ Abu Dhabi
    DU Dubai
    FU Fujairah
    RK Ras Al Khaimah
    SH Sharjah
    UQ Umm Al Quwain`,
  SA: `
    01 Riyadh
    02 Mecca|Makkah
    03 Medina
    04 Eastern Province
    05 Al-Qassim
    08 Northern Borders
    12 Al Jouf`,
  EG: `
    ALX Alexandria
    AST Asyut
    BA Red Sea
    BH Beheira
    BNS Beni Suweif
    C Cairo
    DK Dakahlia
    DT Damietta
    FYM Faiyum
    GH Gharbia
    GZ Giza
    IS Ismailia
    JS South Sinai
    KB Qalyubia
    KFS Kafr el-Sheikh
    KN Qena
    LX Luxor
    MN Minya
    MNF Monufia
    PTS Port Said
    SHG Sohag
    SHR Sharqia
    SIN North Sinai
    SUZ Suez
    WAD New Valley`,
  AR: `
    C Buenos Aires F.D.`,
  CL: `
    AI Aysen
    AR Araucania
    LI O'Higgins
    RM Santiago Metropolitan`,
  CO: `
    DC Bogota D.C.|Bogota
    SAP San Andres y Providencia`,
  ID: `
    BB Bangka–Belitung Islands
    JB West Java
    JI East Java
    JK Jakarta
    JT Central Java
    KB West Kalimantan
    KI East Kalimantan
    KR Riau Islands
    KS South Kalimantan
    KT Central Kalimantan
    KU North Kalimantan
    MA Maluku
    MU North Maluku
    NB West Nusa Tenggara
    NT East Nusa Tenggara
    PA Papua
    PB West Papua
    PD Southwest Papua
    PE Highland Papua
    PS South Papua
    PT Central Papua
    SA North Sulawesi
    SB West Sumatra
    SG Southeast Sulawesi
    SN South Sulawesi
    SR West Sulawesi
    SS South Sumatra
    ST Central Sulawesi
    SU North Sumatra`,
  VN: `
    33 Dak Lak
    71 Dien Bien
    HN Hanoi
    SG Ho Chi Minh City (HCMC)|Ho Chi Minh
    DN Da Nang`,
  TH: `
    10 Bangkok
    16 Lopburi
    31 Buriram
    39 Nong Bua Lamphu
    82 Phang Nga`,
  MY: `
    07 Penang
    14 Kuala Lumpur
    15 Labuan
    16 Putrajaya`,
  BD: `
    A Barisal
    B Chittagong`,
  RS: `
    00 Belgrade`,
  KZ: `
    10 Abai
    11 Aqmola|Akmola
    15 Aktyubinskaya|Aktobe|Aqtobe
    19 Almaty Region|Almaty Oblysy
    23 Atyrau
    27 West Kazakhstan|Batys Qazaqstan
    31 Zhambyl
    33 Jetisu|Zhetysu
    35 Karaganda
    39 Qostanay|Kostanay
    43 Qyzylorda|Kyzylorda
    47 Mangghystau|Mangystau
    55 Pavlodar
    59 North Kazakhstan|Soltustik Qazaqstan
    61 Turkistan
    63 East Kazakhstan
    71 Nur-Sultan|Astana
    75 Almaty`,
  LT: `
    AL Alytus
    KL Klaipeda
    KU Kaunas
    MR Marijampole
    PN Panevezys
    SA Siauliai
    TA Taurage
    TE Telsiai
    UT Utena
    VL Vilnius`,
  NZ: `
    MWT Manawatu-Wanganui
    WGN Wellington`,
  PK: `
    IS Islamabad
    JK Azad Kashmir
    KP Khyber Pakhtunkhwa
    PB Punjab`,
  PE: `
    CUS Cuzco`,
  AM: `
    ER Yerevan
    GR Gegharkunik
    SH Shirak
    TV Tavush`,
  UZ: `
    AN Andijan
    BU Bukhara
    FA Fergana
    JI Jizzakh
    QR Karakalpakstan
    TK Tashkent|Toshkent Shahri
    TO Tashkent Region|Toshkent`,
  IQ: `
    AN Anbar
    BA Basra
    KR Kurdistan
    MU Muthanna
    NA Najaf
    NI Nineveh`,
}
