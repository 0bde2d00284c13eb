import { weighted } from "./random.ts";

/** A city that visitors come from. `slowness` scales network-bound vitals. */
export type Place = {
  country: string;
  region: string;
  city: string;
  language: string;
  utcOffsetHours: number;
  slowness: number;
};

/** Country, share of visits, language, hours from UTC, slowness, and cities as "Region/City" with the largest first. */
const countries: [string, number, string, number, number, string][] = [
  [
    "US",
    260,
    "en-US",
    -6,
    1,
    "California/San Francisco,New York/New York City,Texas/Austin,California/Los Angeles,Washington/Seattle,Illinois/Chicago",
  ],
  [
    "DE",
    130,
    "de-DE",
    1,
    0.95,
    "Berlin/Berlin,Bavaria/Munich,Hamburg/Hamburg,Hesse/Frankfurt am Main,North Rhine-Westphalia/Cologne",
  ],
  ["GB", 110, "en-GB", 0, 0.95, "England/London,England/Manchester,Scotland/Edinburgh,England/Bristol"],
  ["FR", 62, "fr-FR", 1, 1, "Île-de-France/Paris,Auvergne-Rhône-Alpes/Lyon,Occitanie/Toulouse"],
  ["NL", 38, "nl-NL", 1, 0.85, "North Holland/Amsterdam,South Holland/Rotterdam,Utrecht/Utrecht"],
  ["CA", 44, "en-CA", -5, 1, "Ontario/Toronto,Quebec/Montreal,British Columbia/Vancouver"],
  ["IN", 56, "en-IN", 5.5, 1.7, "Karnataka/Bengaluru,Maharashtra/Mumbai,Delhi/New Delhi,Telangana/Hyderabad"],
  ["BR", 34, "pt-BR", -3, 1.5, "São Paulo/São Paulo,Rio de Janeiro/Rio de Janeiro,Minas Gerais/Belo Horizonte"],
  ["AU", 30, "en-AU", 10, 1.3, "New South Wales/Sydney,Victoria/Melbourne,Queensland/Brisbane"],
  ["ES", 28, "es-ES", 1, 1.05, "Madrid/Madrid,Catalonia/Barcelona,Andalusia/Seville"],
  ["IT", 26, "it-IT", 1, 1.1, "Lombardy/Milan,Lazio/Rome,Piedmont/Turin"],
  ["PL", 22, "pl-PL", 1, 1, "Masovia/Warsaw,Lesser Poland/Kraków"],
  ["SE", 20, "sv-SE", 1, 0.85, "Stockholm/Stockholm,Västra Götaland/Gothenburg"],
  ["JP", 20, "ja-JP", 9, 1, "Tokyo/Tokyo,Osaka/Osaka,Kanagawa/Yokohama"],
  ["CH", 18, "de-CH", 1, 0.85, "Zurich/Zurich,Geneva/Geneva,Bern/Bern"],
  ["AT", 16, "de-AT", 1, 0.95, "Vienna/Vienna,Styria/Graz"],
  ["BE", 14, "nl-BE", 1, 0.95, "Brussels/Brussels,Flanders/Antwerp"],
  ["MX", 16, "es-MX", -6, 1.4, "Mexico City/Mexico City,Jalisco/Guadalajara"],
  ["DK", 12, "da-DK", 1, 0.85, "Capital Region/Copenhagen,Central Jutland/Aarhus"],
  ["NO", 11, "nb-NO", 1, 0.85, "Oslo/Oslo,Vestland/Bergen"],
  ["FI", 10, "fi-FI", 2, 0.9, "Uusimaa/Helsinki,Pirkanmaa/Tampere"],
  ["IE", 10, "en-IE", 0, 0.95, "Leinster/Dublin,Munster/Cork"],
  ["PT", 9, "pt-PT", 0, 1.05, "Lisbon/Lisbon,Porto/Porto"],
  ["CZ", 9, "cs-CZ", 1, 0.95, "Prague/Prague,South Moravia/Brno"],
  ["KR", 9, "ko-KR", 9, 0.9, "Seoul/Seoul,Busan/Busan"],
  ["SG", 9, "en-SG", 8, 1, "Singapore/Singapore"],
  ["ZA", 8, "en-ZA", 2, 1.6, "Gauteng/Johannesburg,Western Cape/Cape Town"],
  ["NG", 8, "en-NG", 1, 2.1, "Lagos/Lagos,Federal Capital Territory/Abuja"],
  ["ID", 8, "id-ID", 7, 1.7, "Jakarta/Jakarta,East Java/Surabaya"],
  ["PH", 7, "en-PH", 8, 1.7, "Metro Manila/Manila,Central Visayas/Cebu City"],
  ["TR", 7, "tr-TR", 3, 1.3, "Istanbul/Istanbul,Ankara/Ankara"],
  ["AR", 7, "es-AR", -3, 1.5, "Buenos Aires/Buenos Aires,Córdoba/Córdoba"],
  ["RO", 6, "ro-RO", 2, 0.95, "Bucharest/Bucharest,Cluj/Cluj-Napoca"],
  ["UA", 6, "uk-UA", 2, 1.1, "Kyiv City/Kyiv,Lviv Oblast/Lviv"],
  ["NZ", 6, "en-NZ", 12, 1.3, "Auckland/Auckland,Wellington/Wellington"],
  ["IL", 5, "he-IL", 2, 1, "Tel Aviv/Tel Aviv"],
  ["AE", 5, "en-AE", 4, 1.1, "Dubai/Dubai,Abu Dhabi/Abu Dhabi"],
  ["GR", 5, "el-GR", 2, 1.15, "Attica/Athens"],
  ["HU", 5, "hu-HU", 1, 1, "Budapest/Budapest"],
  ["CL", 5, "es-CL", -4, 1.4, "Santiago Metropolitan/Santiago"],
  ["CO", 5, "es-CO", -5, 1.5, "Bogotá/Bogotá,Antioquia/Medellín"],
  ["VN", 5, "vi-VN", 7, 1.6, "Ho Chi Minh/Ho Chi Minh City,Hanoi/Hanoi"],
];

/** The n-th city of a country has an n-th of its first city's visits. */
export const choosePlace: (fraction: number) => Place = weighted(
  countries.flatMap(([country, share, language, utcOffsetHours, slowness, cities]) =>
    cities.split(",").map((entry, index) => {
      const [region = "", city = ""] = entry.split("/");
      return [share / (index + 1), { country, region, city, language, utcOffsetHours, slowness }] as const;
    }),
  ),
);
