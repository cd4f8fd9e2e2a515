/** Countries: capital, continent, a language, the currency. */

export interface Country {
  readonly name: string;
  readonly capital: string;
  readonly continent: "Europe" | "Asia" | "Africa" | "North America" | "South America" | "Oceania";
  readonly language: string;
  readonly currency: string;
}

const table = `
Albania|Tirana|Europe|Albanian|lek
Algeria|Algiers|Africa|Arabic|Algerian dinar
Argentina|Buenos Aires|South America|Spanish|Argentine peso
Australia|Canberra|Oceania|English|Australian dollar
Austria|Vienna|Europe|German|euro
Bangladesh|Dhaka|Asia|Bengali|taka
Belgium|Brussels|Europe|Dutch|euro
Brazil|Brasília|South America|Portuguese|real
Bulgaria|Sofia|Europe|Bulgarian|euro
Cambodia|Phnom Penh|Asia|Khmer|riel
Canada|Ottawa|North America|English|Canadian dollar
Chile|Santiago|South America|Spanish|Chilean peso
China|Beijing|Asia|Chinese|yuan
Colombia|Bogotá|South America|Spanish|Colombian peso
Costa Rica|San José|North America|Spanish|colón
Croatia|Zagreb|Europe|Croatian|euro
Cuba|Havana|North America|Spanish|Cuban peso
Denmark|Copenhagen|Europe|Danish|Danish krone
Ecuador|Quito|South America|Spanish|US dollar
Egypt|Cairo|Africa|Arabic|Egyptian pound
Estonia|Tallinn|Europe|Estonian|euro
Ethiopia|Addis Ababa|Africa|Amharic|birr
Finland|Helsinki|Europe|Finnish|euro
France|Paris|Europe|French|euro
Germany|Berlin|Europe|German|euro
Ghana|Accra|Africa|English|cedi
Greece|Athens|Europe|Greek|euro
Hungary|Budapest|Europe|Hungarian|forint
Iceland|Reykjavík|Europe|Icelandic|Icelandic króna
India|New Delhi|Asia|Hindi|Indian rupee
Indonesia|Jakarta|Asia|Indonesian|rupiah
Iran|Tehran|Asia|Persian|rial
Iraq|Baghdad|Asia|Arabic|Iraqi dinar
Ireland|Dublin|Europe|English|euro
Italy|Rome|Europe|Italian|euro
Jamaica|Kingston|North America|English|Jamaican dollar
Japan|Tokyo|Asia|Japanese|yen
Jordan|Amman|Asia|Arabic|Jordanian dinar
Kenya|Nairobi|Africa|Swahili|Kenyan shilling
Laos|Vientiane|Asia|Lao|kip
Latvia|Riga|Europe|Latvian|euro
Lebanon|Beirut|Asia|Arabic|Lebanese pound
Lithuania|Vilnius|Europe|Lithuanian|euro
Mexico|Mexico City|North America|Spanish|Mexican peso
Mongolia|Ulaanbaatar|Asia|Mongolian|tugrik
Morocco|Rabat|Africa|Arabic|Moroccan dirham
Nepal|Kathmandu|Asia|Nepali|Nepalese rupee
New Zealand|Wellington|Oceania|English|New Zealand dollar
Nigeria|Abuja|Africa|English|naira
Norway|Oslo|Europe|Norwegian|Norwegian krone
Pakistan|Islamabad|Asia|Urdu|Pakistani rupee
Panama|Panama City|North America|Spanish|balboa
Peru|Lima|South America|Spanish|sol
Poland|Warsaw|Europe|Polish|złoty
Portugal|Lisbon|Europe|Portuguese|euro
Romania|Bucharest|Europe|Romanian|leu
Saudi Arabia|Riyadh|Asia|Arabic|riyal
Senegal|Dakar|Africa|French|West African franc
Serbia|Belgrade|Europe|Serbian|Serbian dinar
Slovakia|Bratislava|Europe|Slovak|euro
Slovenia|Ljubljana|Europe|Slovene|euro
South Korea|Seoul|Asia|Korean|won
Spain|Madrid|Europe|Spanish|euro
Sweden|Stockholm|Europe|Swedish|Swedish krona
Thailand|Bangkok|Asia|Thai|baht
Tunisia|Tunis|Africa|Arabic|Tunisian dinar
Uganda|Kampala|Africa|English|Ugandan shilling
Ukraine|Kyiv|Europe|Ukrainian|hryvnia
Uruguay|Montevideo|South America|Spanish|Uruguayan peso
Venezuela|Caracas|South America|Spanish|bolívar
Vietnam|Hanoi|Asia|Vietnamese|dong
Zambia|Lusaka|Africa|English|kwacha
`;

export const countries: readonly Country[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const [name, capital, continent, language, currency] = line.split("|") as [
      string,
      string,
      Country["continent"],
      string,
      string,
    ];
    return { name, capital, continent, language, currency };
  });
