/** Small tables of general knowledge: works and their makers, inventions, units, materials, words and their meanings. */

const rows = (text: string): string[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("|"));

/** Title, kind, maker. */
export const works = rows(`
Hamlet|play|William Shakespeare
Macbeth|play|William Shakespeare
Romeo and Juliet|play|William Shakespeare
Faust|play|Johann Wolfgang von Goethe
Don Quixote|novel|Miguel de Cervantes
War and Peace|novel|Leo Tolstoy
Anna Karenina|novel|Leo Tolstoy
Crime and Punishment|novel|Fyodor Dostoevsky
Pride and Prejudice|novel|Jane Austen
Emma|novel|Jane Austen
Oliver Twist|novel|Charles Dickens
David Copperfield|novel|Charles Dickens
Frankenstein|novel|Mary Shelley
Moby-Dick|novel|Herman Melville
Les Misérables|novel|Victor Hugo
Alice's Adventures in Wonderland|book|Lewis Carroll
The Divine Comedy|poem|Dante Alighieri
The Odyssey|poem|Homer
The Iliad|poem|Homer
The Mona Lisa|painting|Leonardo da Vinci
The Last Supper|painting|Leonardo da Vinci
The Starry Night|painting|Vincent van Gogh
The Night Watch|painting|Rembrandt
The Scream|painting|Edvard Munch
Girl with a Pearl Earring|painting|Johannes Vermeer
The Birth of Venus|painting|Sandro Botticelli
The Magic Flute|opera|Wolfgang Amadeus Mozart
Carmen|opera|Georges Bizet
Aida|opera|Giuseppe Verdi
Swan Lake|ballet|Pyotr Tchaikovsky
The Nutcracker|ballet|Pyotr Tchaikovsky
The Four Seasons|set of concertos|Antonio Vivaldi
`);

export const makes: Readonly<Record<string, readonly [past: string, noun: string]>> = {
  play: ["wrote", "writer"],
  novel: ["wrote", "writer"],
  book: ["wrote", "writer"],
  poem: ["composed", "poet"],
  painting: ["painted", "painter"],
  opera: ["composed", "composer"],
  ballet: ["composed the music of", "composer"],
  "set of concertos": ["composed", "composer"],
};

/** Year, event as a sentence without its end. */
export const events = rows(`
1492|Christopher Columbus reached the Americas
1522|the ship Victoria completed the first voyage around the world
1543|Copernicus published his book about the sun at the centre of the planets
1610|Galileo saw four moons of Jupiter through a telescope
1687|Isaac Newton published his laws of motion
1789|the French Revolution began
1804|Haiti became independent
1825|the Stockton and Darlington Railway opened in England
1859|Charles Darwin published On the Origin of Species
1869|the Suez Canal was opened
1876|Alexander Graham Bell patented the telephone
1889|the Eiffel Tower was opened in Paris
1895|Wilhelm Röntgen discovered X-rays
1896|the first modern Olympic Games took place in Athens
1903|the Wright brothers made their first powered flight
1911|Roald Amundsen reached the South Pole
1914|the First World War began
1918|the First World War ended
1928|Alexander Fleming discovered penicillin
1939|the Second World War began
1945|the Second World War ended
1953|Edmund Hillary and Tenzing Norgay reached the top of Mount Everest
1957|the first artificial satellite, Sputnik 1, was launched
1961|Yuri Gagarin became the first human in space
1969|people walked on the Moon for the first time
1989|the Berlin Wall fell
1994|Nelson Mandela became president of South Africa
`);

/** Bigger unit, how many, smaller unit. */
export const units = rows(`
minute|60|second
hour|60|minute
day|24|hour
week|7|day
year|12|month
century|100|year
decade|10|year
metre|100|centimetre
centimetre|10|millimetre
kilometre|1000|metre
kilogram|1000|gram
tonne|1000|kilogram
litre|1000|millilitre
foot|12|inch
yard|3|foot
dozen|12|piece
`);

/** Thing, what it is made of, what it is for. */
export const objects = rows(`
window pane|glass|letting in light
tyre|rubber|rolling softly
coin|metal|paying
book|paper|reading
candle|wax|giving light
brick|baked clay|building walls
jumper|wool|keeping warm
T-shirt|cotton|wearing
pencil|wood and graphite|writing and drawing
magnet|iron or other metals|holding iron things
mirror|glass with a thin layer of metal|seeing oneself
rope|twisted fibres|tying and pulling
sail|strong cloth|catching the wind
anchor|iron or steel|holding a ship
violin|wood|making music
wire|copper|carrying electricity
cork|the bark of an oak|closing bottles
concrete wall|cement, sand, gravel and water|holding up houses
`);

/** Word, its opposite. */
export const opposites = rows(`
hot|cold
big|small
old|new
early|late
full|empty
wet|dry
hard|soft
loud|quiet
strong|weak
deep|shallow
wide|narrow
thick|thin
heavy|light
fast|slow
high|low
rich|poor
sweet|bitter
bright|dark
clean|dirty
open|closed
near|far
true|false
begin|end
buy|sell
arrive|leave
remember|forget
push|pull
laugh|cry
win|lose
above|below
inside|outside
always|never
`);

/** Word, meaning. */
export const meanings = rows(`
archipelago|a group of islands
desert|a dry place with very little rain
peninsula|land with water on three sides
volcano|a mountain from which hot rock can come out
glacier|a slow river of ice
orchard|a place where fruit trees grow
island|land with water all around it
author|a person who writes books
orphan|a child whose parents are dead
calendar|a list of the days of the year
recipe|instructions for making food
dictionary|a book that explains words
compass|an instrument that shows where north is
thermometer|an instrument that measures temperature
telescope|an instrument for seeing far things
microscope|an instrument for seeing very small things
barometer|an instrument that measures the pressure of the air
century|a hundred years
triangle|a shape with three sides
hexagon|a shape with six sides
carnivore|an animal that eats meat
herbivore|an animal that eats plants
fossil|the remains of a very old plant or animal in stone
planet|a large body that goes round a star
eclipse|the hiding of the sun or the moon by a shadow
noun|a word that names a thing, a person or a place
verb|a word that says what someone or something does
synonym|a word that means the same as another word
rhyme|two words that end with the same sound
harvest|the time when crops are gathered
`);

/** A question why, and the reason. */
export const reasons = rows(`
Why does ice float?|Ice floats because it is less dense than liquid water.
Why do we see lightning before we hear thunder?|We see lightning first because light is much faster than sound.
Why is it hotter in summer?|It is hotter in summer because the sun stands higher and shines longer each day.
Why do leaves look green?|Leaves look green because of chlorophyll, which takes in red and blue light and reflects green.
Why does the Moon seem to change its shape?|The Moon seems to change because we see different parts of its sunlit side as it goes round the Earth.
Why is there day and night?|There is day and night because the Earth turns around its axis once in about 24 hours.
Why do we have leap years?|We have leap years because the Earth needs about 365 and a quarter days to go round the sun.
Why does a magnet point north?|A magnet points north because the Earth itself is a large magnet.
Why does metal feel colder than wood?|Metal feels colder because it carries heat away from the hand faster than wood does.
Why do we sweat?|We sweat because drying sweat takes heat from the skin and cools the body.
Why do birds fly south in autumn?|Many birds fly south in autumn because they find too little food in the cold winter.
Why does bread rise?|Bread rises because yeast makes carbon dioxide, and the gas blows up the dough.
Why does a straw look bent in water?|A straw looks bent because light changes its direction where water meets air.
Why do we put salt on icy roads?|We put salt on icy roads because salty water freezes at a lower temperature.
Why does the sky look blue?|The sky looks blue because air scatters blue light more than red light.
Why do stars twinkle?|Stars twinkle because moving air bends their light a little.
Why do boats made of steel float?|Steel boats float because they are hollow and push away as much water as they weigh.
Why should food be kept in a fridge?|Food is kept in a fridge because bacteria grow more slowly in the cold.
`);
