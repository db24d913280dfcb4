import type { Sector } from "../contribution/tariff-data";

/** A kind of work that can be insured as BPU. Its name in each language is the locale entry `occupation.<id>`. */
export interface Occupation {
  readonly id: string;
  readonly sector: Sector;
  /** True where PP 50/2025 does not say whether it counts as transport (F2.22): an officer looks at it. */
  readonly sectorUnclear?: true;
  /** Among the first ones offered when somebody is asked. */
  readonly common?: true;
  /** True where the words say little more than "I sell": anything more specific that is named counts instead. */
  readonly vague?: true;
  /**
   * What people type for it, in Indonesian and Javanese, folded: lower case, words with one blank between them. A dot
   * stands for the end of what was typed: "tukang" alone builds houses, "tukang sayur" does not.
   */
  readonly words: readonly string[];
}

/** Why what somebody does cannot be insured as BPU (F1.13, F1.15, F1.16), or that no work was named at all (F1.10). */
export const notBpuReasons = [
  "housewife-only",
  "wage-worker",
  "civil-servant-military-police",
  "pensioner",
  "unemployed",
  "student",
] as const;
/** Why what somebody does cannot be insured as BPU. */
export type NotBpuReason = (typeof notBpuReasons)[number];

const entry = (id: string, words: string, more: Partial<Omit<Occupation, "id" | "words">> = {}): Occupation => ({
  id,
  sector: "other",
  ...more,
  words: words.split(",").map((word) => word.trim()),
});

/**
 * The occupations that are offered and recognized: those of F1.12 and F1.14 and what is common in Kabupaten Semarang. The
 * list is open: whatever else is typed is taken as it is. The words are data, as people of the region type them.
 */
export const OCCUPATIONS: readonly Occupation[] = [
  entry(
    "farmer",
    "petani, tani, tandur, bertani, sawah, nyawah, ladang, kebun, berkebun, pekebun, petani kopi, petani sayur, petani bunga, mluku, ngluku, nggaru, macul, nandur, nandur pari, menanam padi, nyangkul, mencangkul",
    { common: true },
  ),
  entry(
    "farm-labourer",
    "buruh tani, buruh sawah, buruh kebun, buruh petik, derep, matun, ndaut, buruh tandur, buruh macul, buruh di sawah, buruh ing sawah, buruh neng sawah, buruh ning sawah, buruh nang sawah, buruh di kebun",
    {
      common: true,
    },
  ),
  entry(
    "livestock-keeper",
    "peternak, ternak, beternak, angon, ngingu, ternak ayam, ternak sapi, ternak kambing, ternak bebek, ternak lele, ngarit, pemerah susu, sapi perah",
  ),
  entry(
    "fisher",
    "nelayan, pencari ikan, golek iwak, jala, njala, mancing, tambak, petambak, karamba, petani ikan, pembudidaya ikan, budidaya ikan",
  ),
  entry("palm-tapper", "penderes, nderes, penyadap, penyadap karet, penyadap nira, gula aren, gula jawa"),
  entry(
    "trader",
    "pedagang, dagang, berdagang, bakul, bakulan, dodol, dodolan, jualan, penjual, jual, pedagang pasar, bakul pasar, bakul sayur, tukang sayur, blantik, wiraswasta, wirausaha",
    { vague: true, common: true },
  ),
  entry(
    "street-vendor",
    "pkl, kaki lima, pedagang kaki lima, pedagang keliling, jualan keliling, bakul keliling, asongan, pedagang asongan, cilok, bakso, gorengan, angkringan, siomay, mie ayam, es keliling, gerobak, penjual jamu, bakul jamu, jamu gendong",
    { common: true },
  ),
  entry(
    "shopkeeper",
    "warung, toko, kelontong, warung kelontong, toko kelontong, konter, konter pulsa, jual pulsa, bakul pulsa, kios, pemilik toko, buka warung, buka toko",
  ),
  entry(
    "food-business",
    "katering, catering, warung makan, rumah makan, kuliner, jual makanan, jualan makanan, tukang masak, rewang masak, kue, pembuat kue, bikin kue, jajanan, snack, nasi kucing",
  ),
  entry(
    "online-seller",
    "olshop, online shop, jualan online, jual online, dagang online, bakul online, dropship, dropshipper, reseller, toko online",
  ),
  entry(
    "home-industry",
    "home industri, home industry, industri rumahan, industri rumah tangga, usaha rumahan, produksi rumahan, kripik, keripik, tahu tempe, bikin tahu, pembuat tahu, produksi tahu, tempe, kerupuk, krupuk, umkm",
    { common: true },
  ),
  entry(
    "craftsperson",
    "pengrajin, perajin, kerajinan, anyaman, nganyam, eceng gondok, batik, pembatik, mbatik, gerabah, mebel, ukir, pengukir",
  ),
  entry("tailor", "penjahit, jahit, menjahit, njahit, tukang jahit, konveksi rumahan, bordir, permak"),
  entry(
    "ojol-driver",
    "ojol, ojek online, ojek onlen, ojek onlain, driver online, driver ojol, gojek, gocar, grab, grabbike, grabcar, maxim, indriver, shopee food, taksi online",
    { sector: "transport", common: true },
  ),
  entry("ojek-driver", "ojek, opang, ojek pangkalan, tukang ojek, ngojek", { sector: "transport" }),
  entry(
    "public-transport-driver",
    "angkot, sopir angkot, supir angkot, angkutan umum, angkudes, sopir bus, supir bus, sopir bis, kernet, kenek, sopir taksi, supir taksi",
    { sector: "transport", common: true },
  ),
  entry(
    "truck-driver",
    "truk, truck, sopir truk, supir truk, sopir truck, pick up, sopir pick up, sopir box, sopir travel, supir travel",
    { sector: "transport" },
  ),
  entry("driver", "sopir, supir, driver, pengemudi, sopir pribadi, supir pribadi, nyopir, nyupir", {
    vague: true,
    sector: "transport",
  }),
  entry(
    "courier",
    "kurir, kurir paket, antar paket, pengantar paket, ekspedisi, kurir ekspedisi, shopee express, jnt, logistik, ngirim barang",
    { sector: "transport", common: true },
  ),
  entry("pedicab-driver", "becak, tukang becak, mbecak, narik becak, andong, dokar, delman, kusir, bentor", {
    sectorUnclear: true,
  }),
  entry("porter", "kuli panggul, kuli angkut, buruh gendong, manol, kuli pasar, buruh angkut, bongkar muat"),
  entry(
    "construction-worker",
    "tukang ., kuli, bangunan, tukang bangunan, kuli bangunan, buruh bangunan, tukang batu, tukang kayu, laden, laden tukang, nukang, tukang cat, tukang las, tukang ledeng, tukang listrik, pemborong",
    { common: true },
  ),
  entry(
    "quarry-worker",
    "penambang, tambang pasir, penambang pasir, galian c, pencari pasir, pemecah batu, golek watu",
  ),
  entry(
    "odd-jobs",
    "serabutan, srabutan, kerja serabutan, buruh serabutan, sak sake, sembarang gawean, kerja apa saja, buruh lepas, buruh harian, buruh harian lepas, harian lepas, mocok, mocok mocok",
    { common: true },
  ),
  entry(
    "domestic-worker",
    "art, prt, asisten rumah tangga, pembantu, pembantu rumah tangga, rewang, babu, momong, pengasuh, pengasuh anak, ngasuh anak, babysitter, baby sitter, tukang cuci, buruh cuci, setrika, tukang kebun",
    { common: true },
  ),
  entry("laundry", "laundry, londri, londry, usaha laundry"),
  entry(
    "salon-barber",
    "salon, pangkas, pangkas rambut, cukur, tukang cukur, potong rambut, barber, barbershop, rias, perias, rias manten, make up, mua",
  ),
  entry(
    "mechanic",
    "bengkel, montir, mekanik, tambal ban, servis motor, service motor, tukang servis, servis elektronik, servis hp",
  ),
  entry(
    "scavenger",
    "pemulung, mulung, rosok, tukang rosok, rongsok, rongsokan, barang bekas, tukang sampah, pengangkut sampah, bank sampah",
  ),
  entry("parking-attendant", "parkir, tukang parkir, juru parkir, jukir, markir"),
  entry(
    "massage-therapist",
    "pijat, tukang pijat, pijet, tukang pijet, tukang urut, pijat urut, dukun pijat, dukun bayi, bekam",
  ),
  entry("mosque-caretaker", "marbot, merbot, takmir, penjaga masjid, modin, kaum, koster, penjaga gereja, juru kunci", {
    common: true,
  }),
  entry(
    "religion-teacher",
    "guru ngaji, ngajar ngaji, mulang ngaji, tpq, tpa, guru tpq, guru tpa, madin, guru madin, ustadz, ustaz, ustad, ustadzah, ustazah, kyai, kiai, penceramah, guru sekolah minggu, pendeta",
    { common: true },
  ),
  entry("tutor", "guru les, les privat, guru privat, ngelesi, pelatih, pelatih silat, instruktur senam"),
  entry(
    "artist",
    "seniman, seni, dalang, sinden, penyanyi, pemusik, musisi, pengrawit, wiyaga, penari, jaran kepang, kuda lumping, ketoprak, orkes, mc, pelukis",
  ),
  entry(
    "freelancer",
    "freelance, freelancer, pekerja lepas, desainer, desain, programmer, penulis, fotografer, videografer, youtuber, konten kreator, content creator, fotocopy, sablon",
  ),
  entry(
    "tourism-worker",
    "pemandu, pemandu wisata, guide, tour guide, homestay, ojek wisata, sewa kuda, penyewaan kuda, tukang foto, parkir wisata",
  ),
];

/**
 * What people type that is no BPU work. A way of earning named beside it counts more: a housewife who sells online and a
 * pensioner who farms can join (F1.13).
 */
export const NOT_BPU_WORDS: Readonly<Record<NotBpuReason, readonly string[]>> = {
  pensioner: ["pensiun", "pensiunan", "purnawirawan", "purna tugas", "purna"],
  "civil-servant-military-police": [
    "pns",
    "asn",
    "pppk",
    "p3k",
    "pegawai negeri",
    "tni",
    "tentara",
    "prajurit",
    "polri",
    "polisi",
    "polwan",
    "brimob",
  ],
  "wage-worker": [
    "karyawan",
    "karyawati",
    "pegawai",
    "pegawai swasta",
    "karyawan swasta",
    "buruh pabrik",
    "pabrik",
    "kerja di pabrik",
    "kerja di pt",
    "nyambut gawe pabrik",
    "satpam",
    "security",
    "kasir",
    "spg",
    "garmen",
  ],
  student: [
    "pelajar",
    "anak sekolah",
    "anak kuliah",
    "siswa",
    "siswi",
    "mahasiswa",
    "mahasiswi",
    "sekolah",
    "kuliah",
    "santri",
  ],
  "housewife-only": ["ibu rumah tangga", "irt", "mengurus rumah tangga", "ngurus rumah", "ngurus anak", "urus rumah"],
  unemployed: [
    "pengangguran",
    "nganggur",
    "menganggur",
    "tidak kerja",
    "tidak bekerja",
    "gak kerja",
    "ga kerja",
    "nggak kerja",
    "ora kerjo",
    "ora nyambut gawe",
    "belum kerja",
    "belum bekerja",
    "durung kerjo",
    "belum ada kerja",
  ],
};

/** The word after one of these is somebody else's work, or what one is not (any more). */
export const WORDS_OF_OTHERS: ReadonlySet<string> = new Set([
  "istri",
  "isteri",
  "suami",
  "bojo",
  "anak",
  "bukan",
  "dudu",
  "mantan",
  "bekas",
  "eks",
  "dulu",
]);

/** With one of these, what follows or precedes a wage job is a side business, which can be insured besides it (F1.15). */
export const WORDS_OF_SIDE_WORK: ReadonlySet<string> = new Set([
  "sambil",
  "sampingan",
  "nyambi",
  "sambilan",
  "juga",
  "dan",
  "karo",
  "plus",
  "sisan",
]);
