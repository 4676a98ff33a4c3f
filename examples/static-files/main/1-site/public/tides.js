const tides = await (await fetch('data/tides.json')).json();
document.querySelector('output').value = `${tides.high[0].at}, ${tides.high[0].metres} m`;
